import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import type { OutboundFailure, UdpAnswer } from '#platform/outbound/index.ts'
import { result } from '../judging/assertions.ts'
import { checkKind, type LookContext, type Seen } from './contract.ts'
import { failedLook } from './shared/failed-look.ts'
import { hostName, ipChoice, ipVersion, portNumber } from './shared/fields.ts'
import { bytesOf, hexBytes, printable } from './shared/typed-bytes.ts'

const options = z
  .strictObject({
    host: hostName().meta({ label: text('호스트', 'Host') }),
    port: portNumber().meta({ label: text('포트', 'Port'), help: text('1~65535', '1 to 65535') }),
    timeout: z
      .int()
      .min(1)
      .max(30)
      .default(5)
      .meta({
        label: text('응답 제한 시간', 'Time to answer'),
        help: text('답이 없으면 이만큼 기다립니다.', 'So long silence is listened to.'),
        unit: 's',
      }),
    payload: z
      .string()
      .max(1000)
      .optional()
      .meta({
        label: text('보낼 내용', 'Send'),
        help: text(
          '대부분의 UDP 서비스는 자기 형식의 요청에만 답합니다. 비워 두면 빈 데이터그램을 보냅니다.',
          'Most UDP services answer only what they understand. Left empty, an empty datagram is sent.',
        ),
      }),
    expect: z
      .string()
      .min(1)
      .max(1000)
      .optional()
      .meta({
        label: text('기대하는 응답', 'Expect'),
        help: text('응답 안에 있어야 할 내용', 'What the answer must contain'),
      }),
    format: z
      .enum(['text', 'hex'])
      .default('text')
      .meta({
        label: text('보낼 내용과 응답의 표기', 'How both are written'),
        help: text(
          '텍스트에서는 \\r, \\n, \\t, \\xHH를 쓸 수 있고, 16진수는 de ad be ef처럼 적습니다.',
          'In text, \\r, \\n, \\t and \\xHH are possible; hexadecimal is written like de ad be ef.',
        ),
        choices: { text: text('텍스트', 'Text'), hex: text('16진수', 'Hexadecimal') },
      }),
    no_answer: z
      .enum(['up', 'down'])
      .default('up')
      .meta({
        label: text('응답이 없을 때(open|filtered)', 'Silence (open|filtered)'),
        help: text(
          'UDP는 답이 없어도 열려 있을 수 있습니다. 기대하는 응답을 적었다면 답이 없는 것은 언제나 장애입니다.',
          'A silent UDP port may well be open. With an expected answer, silence is always down.',
        ),
        choices: { up: text('정상으로 봅니다', 'Counts as up'), down: text('장애로 봅니다', 'Counts as down') },
      }),
    tries: z
      .int()
      .min(1)
      .max(5)
      .default(2)
      .meta({
        label: text('보내는 횟수', 'Datagrams'),
        help: text(
          '데이터그램은 도중에 사라질 수 있어, 답이 올 때까지 나누어 보냅니다.',
          'One may get lost on the way, so they are sent one after the other until an answer comes.',
        ),
        advanced: true,
      }),
    ip_version: ipVersion,
  })
  .check((context) => {
    const { format, payload, expect } = context.value
    if (format !== 'hex') return
    for (const [name, value] of Object.entries({ payload, expect })) {
      if (value === undefined || hexBytes(value)) continue
      const params = { text: notHex }
      context.issues.push({ code: 'custom', input: value, path: [name], message: notHex.en, params })
    }
  })
type UdpOptions = z.output<typeof options>

const notHex = text(
  '16진수 두 자리씩 적으세요. 예: de ad be ef',
  'Write pairs of hexadecimal digits, such as de ad be ef.',
)

export const udp = checkKind({
  label: text('UDP 포트', 'UDP port'),
  summary: text(
    'UDP 포트가 열려 있는지, 닫혀 있는지, 알 수 없는지(open|filtered)를 구분하여 확인합니다.',
    'Tells an open UDP port from a closed one and from a silent one (open|filtered).',
  ),
  group: 'network',
  options,
  example: { host: 'example.com', port: 53 },
  defaults: { check_interval: 300, timeout: 15 },
  host: ({ host }) => host,
  look,
})

async function look(asked: UdpOptions, context: LookContext): Promise<Seen> {
  const answer = await exchange(asked, context)
  // A port that answers "port unreachable" is closed for certain, and says so; anything else failed on the way.
  if (!answer.ok) return failedLook(answer, answer.code === 'ECONNREFUSED' ? closed : {})
  const { address, port } = answer.remote
  const facts = { durationMs: answer.durationMs, timings: answer.timings }
  if (answer.received === null) {
    const silent = { ...facts, evidence: { address, port, ...silence, tries: asked.tries } }
    if (asked.expect === undefined && asked.no_answer === 'up')
      return { ...silent, state: 'up', message: silenceText(port) }
    const assertions = asked.expect === undefined ? [] : [result('answer', asked.expect, 'no answer', false)]
    return { ...silent, state: 'down', errorCode: 'timeout', message: silenceText(port), assertions }
  }
  return { ...facts, ...judged(asked, answer.received, address, port) }
}

/** What an answer, a refusal and silence say of a port: silence leaves open whether it is. */
const opened = { port_state: 'open', is_open: true, is_filtered: false }
const closed = { port_state: 'closed', is_open: false, is_filtered: false }
const silence = { port_state: 'open|filtered', is_open: null, is_filtered: null }

const spareMs = 500

/** Sends until an answer comes, or a refusal, or the time is over. */
async function exchange(
  asked: UdpOptions,
  { outbound, clock, signal, timeoutMs }: LookContext,
): Promise<UdpAnswer | OutboundFailure> {
  const startedAt = clock.monotonic()
  const totalMs = Math.min(timeoutMs, asked.timeout * 1000)
  for (let left = asked.tries; ; left--) {
    const elapsedMs = clock.monotonic() - startedAt
    const restMs = Math.max(1, totalMs - elapsedMs)
    const answer = await outbound.udp({
      host: asked.host,
      port: asked.port,
      ip: ipChoice[asked.ip_version],
      send: written(asked.payload ?? '', asked.format),
      // Silence ends by the wait: were both to end at once, it would be a matter of luck which of them is told.
      timeoutMs: restMs + spareMs,
      waitMs: restMs / left,
      signal,
    })
    const isSilent = answer.ok && answer.received === null
    if (left <= 1 || !isSilent) return { ...answer, durationMs: answer.durationMs + elapsedMs }
  }
}

const written = (typed: string, format: UdpOptions['format']): Buffer =>
  format === 'hex' ? (hexBytes(typed) ?? Buffer.alloc(0)) : bytesOf(typed)

function judged(
  asked: UdpOptions,
  received: Buffer,
  address: string,
  port: number,
): Pick<Seen, 'state' | 'message' | 'errorCode' | 'assertions' | 'evidence'> {
  const shown = asked.format === 'hex' ? received.subarray(0, 100).toString('hex') : printable(received)
  const evidence = { address, port, ...opened, received_bytes: received.length, answer: shown }
  if (asked.expect === undefined) {
    return {
      state: 'up',
      evidence,
      message: text(`UDP 포트 ${port}이(가) 응답했습니다.`, `UDP port ${port} answered.`),
    }
  }
  const passed = received.includes(written(asked.expect, asked.format))
  const assertions = [result('answer', asked.expect, shown, passed)]
  return passed
    ? {
        state: 'up',
        evidence,
        assertions,
        message: text(`UDP 포트 ${port}이(가) 기대한 응답을 보냈습니다.`, `UDP port ${port} answered as expected.`),
      }
    : {
        state: 'down',
        errorCode: 'assertion',
        evidence,
        assertions,
        message: text(
          `UDP 포트 ${port}이(가) 기대와 다른 응답을 보냈습니다(기대: ${asked.expect}, 결과: ${shown}).`,
          `UDP port ${port} answered something else than expected (expected ${asked.expect}, got ${shown}).`,
        ),
      }
}

const silenceText = (port: number): Text =>
  text(
    `UDP 포트 ${port}에서 응답이 없습니다. 열려 있거나 방화벽이 막고 있습니다(open|filtered).`,
    `UDP port ${port} gave no answer: it is open, or a firewall drops what is sent (open|filtered).`,
  )
