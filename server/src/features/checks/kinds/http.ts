import type { AssertionResult } from '@bongsu/contract/outcome.ts'
import { text } from '@bongsu/contract/text.ts'
import { type HttpAnswer, type HttpRequest, type HttpResult, readUrl } from '#platform/outbound/index.ts'
import type { BodyAssertions } from '../judging/assertions.ts'
import type { Unjudged } from '../judging/body-judge.ts'
import { withoutSecrets } from '../redact.ts'
import { checkKind, type LookContext, type Seen } from './contract.ts'
import { type HttpOptions, httpOptions } from './http/options.ts'
import { forgetToken, signIn } from './http/sign-in.ts'
import {
  assertionText,
  bodyAssertions,
  headerResults,
  slowText,
  statusResult,
  statusText,
  upText,
} from './http/verdict.ts'
import { decodeText } from './shared/decode-text.ts'
import { failedLook } from './shared/failed-look.ts'
import { ipChoice } from './shared/fields.ts'

/** How much of an unexpected answer is kept to be read by people. */
const excerptBytes = 2_048
const excerptLength = 500

export const http = checkKind({
  label: text('HTTP(S)', 'HTTP(S)'),
  summary: text(
    '주소에 요청을 보내 상태 코드, 응답 시간, 본문, 헤더를 확인합니다.',
    'Sends a request and looks at status, time, body and headers of the answer.',
  ),
  group: 'web',
  options: httpOptions,
  example: {
    url: 'https://example.com/health',
    expected_status: '200-299',
    contains: ['ok'],
    json: [{ path: '$.status', operator: 'equals', value: 'up' }],
  },
  defaults: { check_interval: 300, timeout: 30 },
  host: ({ url }) => hostOf(url),
  reaches: ({ url, auth }) => (auth.type === 'oauth2' ? [hostOf(url), hostOf(auth.token_url)] : [hostOf(url)]),
  fromProject: ({ url, headers }) => ({ url, headers: headers.map(({ name, value }) => ({ name, value })) }),
  look,
})

function hostOf(url: string): string {
  const target = readUrl(url)
  return 'problem' in target ? '' : target.host
}

async function look(options: HttpOptions, context: LookContext): Promise<Seen> {
  const { outbound, clock, signal, timeoutMs } = context
  const startedAt = clock.monotonic()
  const left = () => Math.max(1, timeoutMs - (clock.monotonic() - startedAt))
  const asked = bodyAssertions(options)
  for (let mayRepeat = true; ; mayRepeat = false) {
    const signedIn = await signIn(options.auth, { outbound, now: clock.now(), signal, timeoutMs: left() })
    if ('failed' in signedIn) return failedLook(signedIn.failed, { while: 'sign-in' })
    if ('refused' in signedIn) {
      return {
        state: 'down',
        errorCode: 'http',
        message: signedIn.refused,
        durationMs: clock.monotonic() - startedAt,
        evidence: { while: 'sign-in' },
      }
    }
    const result = await outbound.http(requestOf(options, asked, signedIn.authorization, { timeoutMs: left(), signal }))
    // A token may be withdrawn before its time; that is worth one more try and no alarm.
    if (mayRepeat && result.ok && result.status === 401 && forgetToken(options.auth, outbound)) continue
    const seen = await judged(options, asked, result, context)
    return signedIn.authorization === undefined ? seen : withoutSecrets(seen, tokensIn(signedIn.authorization))
  }
}

/** `Basic …` or `Bearer …`: a server that sends back its headers would show it. */
const tokensIn = (authorization: string): string[] => [authorization.slice(authorization.indexOf(' ') + 1)]

function requestOf(
  options: HttpOptions,
  asked: BodyAssertions | null,
  authorization: string | undefined,
  limits: Pick<HttpRequest, 'timeoutMs' | 'signal'>,
): HttpRequest {
  const { client_certificate: own, ca, body } = options
  const headers: Record<string, string> = {}
  if (body !== undefined) headers['content-type'] = options.content_type
  for (const { name, value } of options.headers) {
    if (name.toLowerCase() === 'content-type') delete headers['content-type']
    headers[name] = value
  }
  if (authorization !== undefined) headers.authorization = authorization
  return {
    url: options.url,
    method: options.method,
    headers,
    ...(body === undefined ? {} : { body }),
    ip: ipChoice[options.ip_version],
    tls: {
      verify: options.verify_tls,
      ...(ca ? { ca } : {}),
      ...(own ? { cert: own.cert, key: own.key, ...(own.passphrase ? { passphrase: own.passphrase } : {}) } : {}),
    },
    redirects: options.follow_redirects ? options.max_redirects : 0,
    maxBodyBytes: options.max_body_kb * 1024,
    ...(asked ? {} : { keepBytes: excerptOfErrors }),
    ...limits,
  }
}

const excerptOfErrors = (status: number): number => (status >= 400 ? excerptBytes : 0)

async function judged(
  options: HttpOptions,
  asked: BodyAssertions | null,
  result: HttpResult,
  { judge }: LookContext,
): Promise<Seen> {
  if (!result.ok) return failedLook(result, result.redirects.length > 0 ? { redirects: result.redirects } : {})
  const aboutHeaders = await headerResults(options, result.headers, judge)
  if ('problem' in aboutHeaders) return notJudged(options, result, aboutHeaders)
  const aboutBody = asked
    ? await judge.judge(
        decodeText(result.body, result.headers['content-type']),
        result.bodyCut ? { ...asked, cut: true } : asked,
      )
    : []
  if ('problem' in aboutBody) return notJudged(options, result, aboutBody)
  return verdict(options, result, [statusResult(result.status, options.expected_status), ...aboutHeaders, ...aboutBody])
}

const notJudged = (options: HttpOptions, answer: HttpAnswer, { problem, fault }: Unjudged): Seen => ({
  ...seenOf(options, answer),
  state: 'unknown',
  errorCode: fault === 'own' ? 'own_fault' : 'config',
  message: problem,
})

function verdict(options: HttpOptions, answer: HttpAnswer, assertions: readonly AssertionResult[]): Seen {
  const seen = { ...seenOf(options, answer), assertions }
  const failed = assertions.filter(({ passed }) => !passed)
  const status = assertions[0]
  if (status && !status.passed) {
    return {
      ...withExcerpt(seen, answer),
      state: 'down',
      errorCode: 'http',
      message: statusText(answer.status, options.expected_status),
    }
  }
  if (failed.length > 0)
    return { ...withExcerpt(seen, answer), state: 'down', errorCode: 'assertion', message: assertionText(failed) }
  const { degraded_ms: limit } = options
  if (limit !== undefined && answer.durationMs > limit) {
    return { ...seen, state: 'degraded', errorCode: 'slow', message: slowText(answer.durationMs, limit) }
  }
  return { ...seen, state: 'up', message: upText(answer.status) }
}

type Facts = Omit<Seen, 'state' | 'message' | 'errorCode'>

function seenOf(options: HttpOptions, answer: HttpAnswer): Facts {
  const { remote, redirects, certificate } = answer
  return {
    durationMs: answer.durationMs,
    timings: answer.timings,
    statusCode: answer.status,
    evidence: {
      address: remote.address,
      port: remote.port,
      http_version: answer.httpVersion,
      received_bytes: answer.receivedBytes,
      ...(answer.bodyCut ? { body_cut_at_kb: options.max_body_kb } : {}),
      ...(redirects.length > 0 ? { url: answer.url, redirects } : {}),
      ...(certificate ? { certificate } : {}),
    },
  }
}

function withExcerpt(seen: Facts, answer: HttpAnswer): Facts {
  if (answer.body.length === 0) return seen
  const type = answer.headers['content-type']
  const excerpt = decodeText(answer.body.subarray(0, excerptBytes), type).slice(0, excerptLength)
  return {
    ...seen,
    evidence: { ...seen.evidence, ...(type ? { content_type: type.slice(0, 200) } : {}), body_excerpt: excerpt },
  }
}
