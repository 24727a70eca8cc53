import { type HttpAnswer, type HttpMethod, type HttpRequest, readUrl } from '#platform/outbound/index.ts'
import { withoutSecrets } from '../../redact.ts'
import type { LookContext, Seen } from '../contract.ts'
import type { Authentication } from './auth-fields.ts'
import { failedLook } from './failed-look.ts'
import { ipChoice } from './fields.ts'
import { forgetToken, signIn } from './sign-in.ts'

/** What of a kind's options says how to ask. All of it has passed the fields of request-fields.ts. */
export interface WebRequest {
  readonly url: string
  readonly method?: HttpMethod
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly body?: string | undefined
  /** Goes along with a body, unless a header says otherwise. */
  readonly content_type?: string
  readonly auth: Authentication
  readonly client_certificate?:
    | { readonly cert: string; readonly key: string; readonly passphrase?: string | undefined }
    | undefined
  readonly follow_redirects: boolean
  readonly max_redirects: number
  readonly verify_tls: boolean
  readonly ca?: string | undefined
  readonly ip_version: keyof typeof ipChoice
  readonly max_body_kb: number
}

/** The host of a URL, and of whoever hands out its tokens. */
export function hostOf(url: string): string {
  const target = readUrl(url)
  return 'problem' in target ? '' : target.host
}

export const hostsOf = ({ url, auth }: Pick<WebRequest, 'url' | 'auth'>): string[] =>
  auth.type === 'oauth2' ? [hostOf(url), hostOf(auth.token_url)] : [hostOf(url)]

export type Fetched =
  /** `tokens`: what proved who we are, to be kept out of whatever is shown. */
  { readonly answer: HttpAnswer; readonly tokens: readonly string[] } | { readonly seen: Seen }

/**
 * Signs in, asks, and gives the answer, whatever its status. What went wrong before there was one is an outcome already.
 * `keepBytes` as in HttpRequest.
 */
export async function fetchAnswer(
  options: WebRequest,
  {
    outbound,
    clock,
    signal,
    timeoutMs,
    tell,
  }: Pick<LookContext, 'outbound' | 'clock' | 'signal' | 'timeoutMs' | 'tell'>,
  keepBytes?: HttpRequest['keepBytes'],
): Promise<Fetched> {
  const startedAt = clock.monotonic()
  const left = () => Math.max(1, timeoutMs - (clock.monotonic() - startedAt))
  for (let mayRepeat = true; ; mayRepeat = false) {
    const signedIn = await signIn(options.auth, { outbound, now: clock.now(), signal, timeoutMs: left() })
    if ('failed' in signedIn) return { seen: failedLook(signedIn.failed, { while: 'sign-in' }) }
    if ('refused' in signedIn) {
      const durationMs = clock.monotonic() - startedAt
      const evidence = { while: 'sign-in' }
      return { seen: { state: 'down', errorCode: 'http', message: signedIn.refused, durationMs, evidence } }
    }
    const { authorization } = signedIn
    const result = await outbound.http({
      ...requestOf(options, authorization),
      ...(keepBytes === undefined ? {} : { keepBytes }),
      timeoutMs: left(),
      signal,
    })
    // A token may be withdrawn before its time; that is worth one more try and no alarm.
    if (mayRepeat && result.ok && result.status === 401 && forgetToken(options.auth, outbound)) continue
    const tokens = authorization === undefined ? [] : [tokenIn(authorization)]
    if (result.ok) {
      tell?.({ phase: 'judge', isPart: true })
      return { answer: result, tokens }
    }
    const redirects = result.redirects.length > 0 ? { redirects: result.redirects } : {}
    return { seen: withoutSecrets(failedLook(result, redirects), tokens) }
  }
}

/** `Basic …` or `Bearer …`: a server that sends back its headers would show it. */
const tokenIn = (authorization: string): string => authorization.slice(authorization.indexOf(' ') + 1)

function requestOf(options: WebRequest, authorization: string | undefined): HttpRequest {
  const { client_certificate: own, ca, body, content_type: type } = options
  const headers: Record<string, string> = {}
  if (body !== undefined && type !== undefined) headers['content-type'] = type
  for (const { name, value } of options.headers) {
    if (name.toLowerCase() === 'content-type') delete headers['content-type']
    headers[name] = value
  }
  if (authorization !== undefined) headers.authorization = authorization
  return {
    url: options.url,
    method: options.method ?? 'GET',
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
  }
}
