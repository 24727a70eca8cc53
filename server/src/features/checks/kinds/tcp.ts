import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { result } from '../judging/assertions.ts'
import { checkKind, type LookContext, type Seen } from './contract.ts'
import { failedLook } from './shared/failed-look.ts'
import { hostName, ipChoice, ipVersion, portNumber } from './shared/fields.ts'
import { bytesOf, printable } from './shared/typed-bytes.ts'

const escapes = text(
  '\\r, \\n, \\t, \\xHH로 특수 문자를 적을 수 있습니다.',
  'Write special characters as \\r, \\n, \\t or \\xHH.',
)

const options = z.strictObject({
  host: hostName().meta({ label: text('호스트', 'Host') }),
  port: portNumber().meta({ label: text('포트', 'Port'), help: text('1~65535', '1 to 65535') }),
  timeout: z
    .int()
    .min(1)
    .max(30)
    .default(5)
    .meta({ label: text('연결 제한 시간', 'Time to connect'), unit: 's' }),
  send: z
    .string()
    .max(1000)
    .optional()
    .meta({ label: text('보낼 내용', 'Send'), help: escapes, advanced: true }),
  expect: z
    .string()
    .min(1)
    .max(1000)
    .optional()
    .meta({ label: text('기대하는 응답', 'Expect'), help: escapes, advanced: true }),
  ip_version: ipVersion,
})
type TcpOptions = z.output<typeof options>

export const tcp = checkKind({
  label: text('TCP 포트', 'TCP port'),
  summary: text(
    'TCP 포트가 열려 있는지, 원하면 기대한 응답을 보내는지 확인합니다.',
    'Looks whether a TCP port is open and, if wanted, says what is expected.',
  ),
  group: 'network',
  options,
  example: { host: 'example.com', port: 22, expect: 'SSH-2.0' },
  defaults: { check_interval: 300, timeout: 15 },
  host: ({ host }) => host,
  look,
})

async function look(asked: TcpOptions, { outbound, signal, timeoutMs }: LookContext): Promise<Seen> {
  const answer = await outbound.tcp({
    host: asked.host,
    port: asked.port,
    ip: ipChoice[asked.ip_version],
    ...(asked.send === undefined ? {} : { send: bytesOf(asked.send) }),
    ...(asked.expect === undefined ? {} : { expect: bytesOf(asked.expect) }),
    timeoutMs: Math.min(timeoutMs, asked.timeout * 1000),
    signal,
  })
  // What was connected to and then stays silent is open all the same.
  if (!answer.ok) return failedLook(answer, { is_open: answer.timings.connect_ms !== undefined })
  const { address, port } = answer.remote
  const seen = { durationMs: answer.durationMs, timings: answer.timings, evidence: { address, port, is_open: true } }
  if (asked.expect === undefined) {
    return { ...seen, state: 'up', message: text(`포트 ${port}이(가) 열려 있습니다.`, `Port ${port} is open.`) }
  }
  const got = printable(answer.received)
  const assertions = [result('answer', asked.expect, got, answer.matched)]
  return answer.matched
    ? {
        ...seen,
        state: 'up',
        assertions,
        message: text(`포트 ${port}이(가) 기대한 응답을 보냈습니다.`, `Port ${port} said what was expected.`),
      }
    : {
        ...seen,
        state: 'down',
        errorCode: 'assertion',
        assertions,
        message: text(
          `포트 ${port}이(가) 기대한 응답을 보내지 않았습니다(기대: ${asked.expect}, 결과: ${got || '없음'}).`,
          `Port ${port} did not say what was expected (expected ${asked.expect}, got ${got || 'nothing'}).`,
        ),
      }
}
