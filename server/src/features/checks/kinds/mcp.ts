import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { redacted, secretValues, withoutSecrets } from '../redact.ts'
import { checkKind, type LookContext, type Seen } from './contract.ts'
import { type Definitions, definitionsOf } from './mcp/definitions.ts'
import { fetchThrough, type Traffic } from './mcp/fetch-through.ts'
import { openSession, type Session } from './mcp/session.ts'
import { evidenceOf, noticesOf, verdictOn } from './mcp/verdict.ts'
import { phrase } from './shared/assertion-fields.ts'
import { failedLook } from './shared/failed-look.ts'
import { hostOf, hostsOf } from './shared/fetch-answer.ts'
import { ipChoice, saying } from './shared/fields.ts'
import { authField, connectionFields, headersField, sections, urlField } from './shared/request-fields.ts'
import { forgetToken, signIn } from './shared/sign-in.ts'

const { expect, connection } = sections
const { verify_tls, ca, ip_version, max_body_kb } = connectionFields

const toolName = z.string().trim().min(1).max(128)

const options = z.strictObject({
  url: urlField,
  headers: headersField,
  auth: authField,
  tools: z
    .array(toolName)
    .max(50)
    .default([])
    .meta({
      label: text('있어야 할 도구', 'Tools that must be offered'),
      help: text('비워 두면 목록을 받을 수 있는지만 봅니다.', 'Left empty, that there is a list is enough.'),
      section: expect,
    }),
  watch_definitions: z
    .boolean()
    .default(true)
    .meta({
      label: text('도구 정의가 바뀌면 알림', 'Tell when a tool definition changes'),
      help: text(
        '이름, 설명, 입출력 스키마, 서버 안내문이 이전과 다르면 무엇이 바뀌었는지 한 번 알립니다.',
        'Tells once, with what changed, when names, descriptions, schemas or the instructions are other than before.',
      ),
      section: expect,
    }),
  call: z
    .strictObject({
      tool: toolName.meta({ label: text('도구', 'Tool') }),
      arguments: z
        .string()
        .max(10_000)
        .check(saying((value) => (argumentsOf(value) ? undefined : notAnObject)))
        .default('{}')
        .meta({ label: text('인수(JSON)', 'Arguments (JSON)'), multiline: true }),
      contains: z
        .array(phrase)
        .max(20)
        .default([])
        .meta({ label: text('답에 있어야 할 문구', 'The answer contains') }),
    })
    .optional()
    .meta({
      label: text('도구 호출', 'Call a tool'),
      help: text(
        '점검할 때마다 실제로 호출합니다. 읽기만 하는 도구를 고르세요.',
        'It is really called at every look: choose a tool that only reads.',
      ),
      section: expect,
      advanced: true,
    }),
  era: z
    .enum(['auto', 'modern', 'legacy'])
    .default('auto')
    .meta({
      label: text('프로토콜 세대', 'Protocol era'),
      choices: {
        auto: text('자동', 'Either'),
        modern: text('2026-07-28 이후(discover)', 'From 2026-07-28 (discover)'),
        legacy: text('2025-11-25 이전(initialize)', 'Up to 2025-11-25 (initialize)'),
      },
      section: connection,
      advanced: true,
    }),
  verify_tls,
  ca,
  ip_version,
  max_body_kb,
})
type McpOptions = z.output<typeof options>

const notAnObject = text(
  'JSON 객체로 적으세요. 예: {"city": "Seoul"}',
  'Write a JSON object, such as {"city": "Seoul"}.',
)

function argumentsOf(source: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(source)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** A tool server over Streamable HTTP, in both protocol eras. */
export const mcp = checkKind({
  label: text('MCP 서버', 'MCP server'),
  summary: text(
    'MCP 서버에 연결해 도구 목록을 받고, 도구를 호출해 보며, 정의가 바뀌면 알립니다.',
    'Connects to an MCP server, lists its tools, may call one, and tells when a definition changes.',
  ),
  group: 'web',
  options,
  example: { url: 'https://mcp.example.com/mcp', tools: ['search'], auth: { type: 'bearer', token: 'secret-token' } },
  defaults: { check_interval: 300, timeout: 30 },
  host: ({ url }) => hostOf(url),
  reaches: hostsOf,
  remembers: ({ url, auth }) => ({ url, auth: auth.type }),
  look,
})

async function look(asked: McpOptions, context: LookContext): Promise<Seen> {
  const { outbound, clock, timeoutMs } = context
  const startedAt = clock.monotonic()
  const elapsed = () => clock.monotonic() - startedAt
  const left = () => Math.max(1, timeoutMs - elapsed())
  for (let mayRepeat = true; ; mayRepeat = false) {
    const signedIn = await signIn(asked.auth, { outbound, now: clock.now(), signal: context.signal, timeoutMs: left() })
    if ('failed' in signedIn) return failedLook(signedIn.failed, { while: 'sign-in' })
    if ('refused' in signedIn) return refused(signedIn.refused, elapsed(), { while: 'sign-in' })
    const { authorization } = signedIn
    const traffic = trafficOf(asked, authorization, context, left)
    const tokens = authorization === undefined ? [] : [authorization.slice(authorization.indexOf(' ') + 1)]
    try {
      const session = await openSession(sessionAsked(asked), traffic, { ...context, timeoutMs: left() })
      return withoutSecrets(await seenIn(session, asked, tokens, context, elapsed()), tokens)
    } catch (error) {
      if (context.signal.aborted) throw error
      if (mayRepeat && traffic.status() === 401 && forgetToken(asked.auth, outbound)) continue
      return withoutSecrets(noSession(error, traffic, elapsed()), tokens)
    }
  }
}

function trafficOf(
  asked: McpOptions,
  authorization: string | undefined,
  { outbound, signal }: LookContext,
  timeLeftMs: () => number,
): Traffic {
  const headers: Record<string, string> = Object.fromEntries(
    asked.headers.map(({ name, value }) => [name.toLowerCase(), value]),
  )
  if (authorization !== undefined) headers.authorization = authorization
  const request = {
    headers,
    ip: ipChoice[asked.ip_version],
    tls: { verify: asked.verify_tls, ...(asked.ca ? { ca: asked.ca } : {}) },
    maxBodyBytes: asked.max_body_kb * 1024,
    signal,
  }
  return fetchThrough({ outbound, request, timeLeftMs })
}

const sessionAsked = ({ url, era, call }: McpOptions) => ({
  url,
  era,
  call: call && { tool: call.tool, arguments: argumentsOf(call.arguments) ?? {} },
})

async function seenIn(
  session: Session,
  asked: McpOptions,
  tokens: readonly string[],
  context: LookContext,
  durationMs: number,
): Promise<Seen> {
  const seen = { durationMs, evidence: evidenceOf(session), ...verdictOn(asked, session) }
  if (!asked.watch_definitions) return seen
  const secrets = [...secretValues(asked, mcp.secrets), ...tokens]
  const clean = (shown: string) => redacted(shown, secrets)
  const definitions = definitionsOf(session.tools, session.instructions, context.clock.now(), clean)
  // Safe because only this function made what is remembered.
  const { remember, notices } = await noticesOf(context.remembered as Definitions | undefined, definitions, context)
  return { ...seen, remember, ...(notices.length > 0 ? { notices } : {}) }
}

/** Why there was no session: the way there, the HTTP status, or what the server made of the protocol. */
function noSession(error: unknown, traffic: Traffic, durationMs: number): Seen {
  const failure = traffic.failure()
  if (failure) return failedLook(failure)
  const status = traffic.status()
  const said = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').slice(0, 300)
  const evidence = { address: traffic.address(), said }
  const http = status === undefined ? {} : { statusCode: status }
  if (status === 401 || status === 403) return { ...refused(signInText(status), durationMs, evidence), ...http }
  if (status !== undefined && status >= 400)
    return {
      ...refused(text(`HTTP ${status} 응답을 받았습니다.`, `The answer was HTTP ${status}.`), durationMs, evidence),
      ...http,
    }
  if ((error as { code?: unknown }).code === 'REQUEST_TIMEOUT') return { ...unanswered(durationMs, evidence), ...http }
  const message = text(`MCP 세션을 열지 못했습니다: ${said}`, `No MCP session came about: ${said}`)
  return { ...refused(message, durationMs, evidence), ...http }
}

/** Something came back, but never the answer to what was asked. */
const unanswered = (durationMs: number, evidence: Seen['evidence']): Seen => ({
  state: 'down',
  errorCode: 'timeout',
  message: text('제한 시간 안에 MCP 응답이 오지 않았습니다.', 'No MCP answer came within the time limit.'),
  durationMs,
  evidence,
})

const signInText = (status: number): Text =>
  text(
    `인증이 거부되었습니다(HTTP ${status}). 토큰을 확인하세요.`,
    `The sign-in was refused (HTTP ${status}). Check the token.`,
  )

const refused = (message: Text, durationMs: number, evidence: Seen['evidence']): Seen => ({
  state: 'down',
  errorCode: 'http',
  message,
  durationMs,
  evidence,
})
