import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { headerProblem, readUrl, type WebSocketAnswer } from '#platform/outbound/index.ts'
import { result } from '../judging/assertions.ts'
import { checkKind, type LookContext, type Seen } from './contract.ts'
import { assertionText } from './shared/answer-verdict.ts'
import { sections, tlsFields, tlsOptionsOf } from './shared/connection-fields.ts'
import { securityEvidence } from './shared/conversed-look.ts'
import { failedLook } from './shared/failed-look.ts'
import { ipChoice, saying } from './shared/fields.ts'
import { oneLine } from './shared/server-refusal.ts'

const asHttp = (url: string): string => url.replace(/^ws(?=s?:)/i, 'http')

const webSocketUrl = z
  .string()
  .trim()
  .min(1)
  .max(2000)
  .check(saying((value) => urlProblem(value)))

function urlProblem(value: string): Text | undefined {
  if (!/^wss?:/i.test(value))
    return text('ws:// 또는 wss://로 시작하는 주소를 적으세요.', 'Enter an address that begins with ws:// or wss://.')
  const target = readUrl(asHttp(value))
  return 'problem' in target ? target.problem : undefined
}

/** The handshake is ours to write. */
const reserved = /^(?:upgrade|connection|host|sec-websocket-.*)$/i

const header = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(100)
      .meta({ label: text('이름', 'Name') }),
    value: z
      .string()
      .max(4000)
      .meta({ label: text('값', 'Value'), secret: true }),
  })
  .check(
    saying(({ name, value }) =>
      reserved.test(name)
        ? text(`"${name}"은(는) 쓸 수 없는 헤더입니다.`, `"${name}" cannot be set here.`)
        : headerProblem(name, value),
    ),
  )

const subprotocol = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .check(
    saying((value) =>
      /^[\w!#$%&'*+.^`|~-]+$/.test(value)
        ? undefined
        : text('하위 프로토콜 이름이 올바르지 않습니다.', 'This is not a name of a subprotocol.'),
    ),
  )

const options = z.strictObject({
  url: webSocketUrl.meta({
    label: text('주소(URL)', 'Address (URL)'),
    help: text('ws:// 또는 wss://로 시작하는 주소', 'An address that begins with ws:// or wss://'),
  }),
  headers: z
    .array(header)
    .max(50)
    .default([])
    .meta({
      label: text('요청 헤더', 'Request headers'),
      help: text('값은 저장 후 다시 보이지 않습니다.', 'Values are never shown again once saved.'),
      section: sections.connection,
      advanced: true,
    }),
  subprotocols: z
    .array(subprotocol)
    .max(10)
    .check(
      saying((values: string[]) =>
        new Set(values).size === values.length
          ? undefined
          : text('같은 이름을 두 번 적을 수 없습니다.', 'A name can be there only once.'),
      ),
    )
    .default([])
    .meta({
      label: text('하위 프로토콜', 'Subprotocols'),
      help: text('적으면 서버가 그중 하나를 골라야 정상입니다.', 'Where some are given, the server must choose one.'),
      section: sections.connection,
      advanced: true,
    }),
  send: z
    .string()
    .min(1)
    .max(4000)
    .optional()
    .meta({ label: text('보낼 메시지', 'Message to send'), multiline: true, section: sections.expect }),
  expect: z
    .string()
    .min(1)
    .max(1000)
    .optional()
    .meta({
      label: text('기대하는 문구', 'Expected text'),
      help: text(
        '이 문구가 들어 있는 메시지가 제한 시간 안에 와야 합니다.',
        'A message that contains it must come within the time limit.',
      ),
      section: sections.expect,
    }),
  ping: z
    .boolean()
    .default(false)
    .meta({
      label: text('핑 보내기', 'Send a ping'),
      help: text('핑 프레임에 퐁이 돌아와야 정상입니다.', 'A ping frame must be answered by a pong.'),
      section: sections.expect,
    }),
  ...tlsFields(),
})
type WebSocketOptions = z.output<typeof options>

export const websocket = checkKind({
  label: text('WebSocket', 'WebSocket'),
  summary: text(
    'WebSocket 연결이 열리는지, 원하면 메시지와 핑에 답하는지 확인합니다.',
    'Looks whether a WebSocket opens and, if wanted, answers a message and a ping.',
  ),
  group: 'web',
  options,
  example: { url: 'wss://example.com/live', send: '{"type":"ping"}', expect: 'pong' },
  defaults: { check_interval: 300, timeout: 15 },
  host: ({ url }) => hostOf(url),
  look,
})

function hostOf(url: string): string {
  const target = readUrl(asHttp(url))
  return 'problem' in target ? '' : target.host
}

async function look(asked: WebSocketOptions, { outbound, signal, timeoutMs }: LookContext): Promise<Seen> {
  const { expect, send } = asked
  const answer = await outbound.websocket({
    url: asked.url,
    ip: ipChoice[asked.ip_version],
    headers: Object.fromEntries(asked.headers.map(({ name, value }) => [name, value])),
    subprotocols: asked.subprotocols,
    tls: tlsOptionsOf(asked),
    ...(send === undefined ? {} : { send }),
    ...(expect === undefined ? {} : { isWanted: (message) => message.includes(expect) }),
    ping: asked.ping,
    timeoutMs,
    signal,
  })
  if (!answer.ok) {
    const seen = failedLook(answer)
    return answer.status === undefined ? seen : { ...seen, statusCode: answer.status }
  }
  const assertions = judge(answer, asked)
  const wrong = assertions.find(({ passed }) => !passed)
  const seen = {
    durationMs: answer.durationMs,
    timings: answer.timings,
    evidence: evidenceOf(answer),
    ...(assertions.length > 0 ? { assertions } : {}),
  }
  if (!wrong) return { ...seen, state: 'up', message: text('WebSocket이 열렸습니다.', 'The WebSocket opened.') }
  return {
    ...seen,
    state: 'down',
    errorCode: 'assertion',
    message: assertionText([wrong]),
  }
}

function judge(answer: WebSocketAnswer, { expect, ping, subprotocols }: WebSocketOptions) {
  const { message, matched, pongMs, closeCode, subprotocol: chosen } = answer
  const instead = closeCode === undefined ? 'nothing' : `closed (${closeCode})`
  return [
    ...(subprotocols.length === 0
      ? []
      : [result('subprotocol', subprotocols.join(', '), chosen || 'none', subprotocols.includes(chosen))]),
    ...(expect === undefined
      ? []
      : [result('message', `contains ${expect}`, message === null ? instead : oneLine(message), matched)]),
    ...(ping ? [result('pong', 'a pong', pongMs === null ? instead : 'a pong', pongMs !== null)] : []),
  ]
}

const evidenceOf = (answer: WebSocketAnswer): Record<string, unknown> => ({
  address: answer.remote.address,
  port: answer.remote.port,
  subprotocol: answer.subprotocol,
  message: answer.message === null ? null : oneLine(answer.message, 500),
  pong_ms: answer.pongMs === null ? null : Math.round(answer.pongMs * 100) / 100,
  ...(answer.closeCode === undefined ? {} : { close_code: answer.closeCode }),
  ...securityEvidence(answer.security),
})
