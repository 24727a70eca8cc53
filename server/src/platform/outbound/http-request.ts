import { Buffer } from 'node:buffer'
import { text } from '@bongsu/contract/text.ts'
import { readUrl, type TargetUrl } from './host.ts'
import type { IpChoice } from './resolver.ts'
import { type Failed, misused } from './result.ts'
import type { TlsOptions } from './secure.ts'
import type { OnStage } from './watch.ts'

export const httpMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
export type HttpMethod = (typeof httpMethods)[number]

export interface HttpRequest {
  readonly url: string
  readonly method?: HttpMethod
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly ip?: IpChoice
  readonly tls?: TlsOptions
  /** How many redirects to follow; 0 (unless said) gives the 3xx itself as the answer. */
  readonly redirects?: number
  /** The whole request, redirects included. */
  readonly timeoutMs?: number
  readonly limits?: HttpLimits
  /** More than this of a body is not read; the answer then says that it was cut. */
  readonly maxBodyBytes?: number
  /** How much of a body to keep, perhaps depending on the status; all of it unless said. Read it is in any case, up to its cap. */
  readonly keepBytes?: number | ((status: number) => number)
  readonly signal?: AbortSignal
  readonly onStage?: OnStage
}

/** Limits for single stages, below the total. */
export interface HttpLimits {
  readonly connectMs?: number
  readonly tlsMs?: number
  readonly ttfbMs?: number
  readonly idleMs?: number
}

export const defaultTimeoutMs = 30_000
export const defaultMaxBodyBytes = 1_048_576
export const mostBodyBytes = 10_485_760
export const mostRedirects = 20
const mostHeaders = 64
const mostHeaderBytes = 16_384

/** What goes over the wire in one hop. `headers` is Node's flat list, written as it stands. */
export interface Message {
  readonly method: HttpMethod
  readonly headers: string[]
  readonly body: Buffer | undefined
}

export interface Prepared {
  readonly target: TargetUrl
  readonly message: Message
}

/** Checks what somebody asked for and lays it out. Everything a caller can get wrong is refused here, by name. */
export function prepare(request: HttpRequest): Prepared | Failed {
  const target = readUrl(request.url)
  if ('problem' in target) return misused('url', target.problem)
  const method = request.method ?? 'GET'
  if (!httpMethods.includes(method))
    return misused(
      'method',
      text(
        `쓸 수 없는 메서드입니다: ${httpMethods.join(', ')} 중에서 고르세요.`,
        `This method is not possible: choose one of ${httpMethods.join(', ')}.`,
      ),
    )
  const headers = request.headers ?? {}
  const refusal = headersProblem(headers)
  if (refusal) return misused('header', refusal)
  const body = request.body === undefined ? undefined : Buffer.from(request.body as string)
  return { target, message: compose(target, method, headers, body) }
}

/** The message of a later hop: what belonged to the first origin stays there. */
export function recompose(
  target: TargetUrl,
  method: HttpMethod,
  request: HttpRequest,
  sameOrigin: boolean,
  body: Buffer | undefined,
): Message {
  const headers = sameOrigin ? withoutBodyHeaders(request.headers ?? {}, body !== undefined) : {}
  return compose(target, method, headers, body)
}

const defaults: Readonly<Record<string, string>> = {
  'user-agent': 'Bongsu (website monitor)',
  accept: '*/*',
  'accept-encoding': 'gzip, deflate, br',
}

function compose(
  target: TargetUrl,
  method: HttpMethod,
  custom: Readonly<Record<string, string>>,
  body: Buffer | undefined,
): Message {
  const headers = ['host', target.url.host]
  const given = new Set<string>()
  for (const name in custom) {
    given.add(name.toLowerCase())
    headers.push(name, custom[name] as string)
  }
  for (const name in defaults) if (!given.has(name)) headers.push(name, defaults[name] as string)
  if (body !== undefined) headers.push('content-length', String(body.length))
  else if (method === 'POST' || method === 'PUT' || method === 'PATCH') headers.push('content-length', '0')
  headers.push('connection', 'close')
  return { method, headers, body }
}

function withoutBodyHeaders(
  headers: Readonly<Record<string, string>>,
  hasBody: boolean,
): Readonly<Record<string, string>> {
  if (hasBody) return headers
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !/^content-/i.test(name)))
}

/** They frame the message or belong to the connection: whoever sets them can smuggle a second request. */
const reserved = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'keep-alive',
  'te',
  'trailer',
  'expect',
  'proxy-connection',
  'http2-settings',
])
const token = /^[!#$%&'*+.^_`|~\dA-Za-z-]+$/
const notInValue = /[^\t\x20-\x7e\x80-\xff]/

export function headersProblem(headers: Readonly<Record<string, string>>) {
  const names = Object.keys(headers)
  if (names.length > mostHeaders)
    return text(`헤더는 최대 ${mostHeaders}개입니다.`, `At most ${mostHeaders} headers are possible.`)
  let bytes = 0
  for (const name of names) {
    const value = headers[name] as string
    const problem = headerProblem(name, value)
    if (problem) return problem
    bytes += name.length + value.length + 4
  }
  if (bytes > mostHeaderBytes) return text('헤더가 모두 합쳐 16 KB를 넘습니다.', 'The headers exceed 16 KB altogether.')
  return undefined
}

export function headerProblem(name: string, value: string) {
  if (!token.test(name))
    return text(
      `헤더 이름 ${JSON.stringify(name)}에 쓸 수 없는 문자가 있습니다.`,
      `The header name ${JSON.stringify(name)} contains characters that are not possible there.`,
    )
  if (reserved.has(name.toLowerCase()))
    return text(`헤더 "${name}"은(는) 직접 정할 수 없습니다.`, `The header "${name}" cannot be set.`)
  if (notInValue.test(value)) {
    return text(
      `헤더 "${name}"의 값에 제어 문자나 Latin-1 밖의 문자가 있습니다.`,
      `The value of the header "${name}" contains control characters or characters outside Latin-1.`,
    )
  }
  return undefined
}
