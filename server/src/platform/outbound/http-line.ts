import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { text } from '@bongsu/contract/text.ts'
import type { Dialler } from './dial.ts'
import { readUrl, type TargetUrl } from './host.ts'
import { type HttpMethod, headersProblem } from './http-request.ts'
import { errorCode, type Failed, failed, faultOf, misused, type OutboundFailure } from './result.ts'
import { notTrusted, secure, type TlsOptions } from './secure.ts'
import { Stopwatch } from './stopwatch.ts'
import { ended } from './tcp.ts'
import { Watch } from './watch.ts'

export interface LineAddress {
  readonly url: string
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>
  readonly tls?: TlsOptions
}

export interface LineRequest {
  readonly method: HttpMethod
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** It changes nothing: where a kept connection turns out to be closed, it is sent over another one. */
  readonly mayRepeat?: boolean
  /** Ends the request and the answer, at whatever point they are: there is no other deadline once a connection stands. */
  readonly signal: AbortSignal
}

export interface LineAnswer {
  readonly ok: true
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** As it comes. Throws when it breaks off; reading it whole, or destroying it, is the caller's duty. */
  readonly body: IncomingMessage
}

export type LineFailure = OutboundFailure & {
  /** No connection came about, so that the target certainly never saw the request. */
  readonly neverSent: boolean
}

/**
 * Requests to one address whose answers may go on for long, over connections that are kept a little while. Redirects
 * are answers like any other, and bodies come as they were sent.
 */
export interface HttpLine {
  send(request: LineRequest): Promise<LineAnswer | LineFailure>
  /** Closes what is open. Nothing may be sent afterwards. */
  close(): void
}

const connectMs = 10_000
/** Below the 5 s after which most servers close an unused connection: a request must not meet one that is being closed. */
const keptMs = 3_000
const mostKept = 20
const mostConnections = 500
const maxHeaderSize = 16_384
const mostStale = 3
const wasClosed: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE'])

export function openHttpLine(dialler: Dialler, address: LineAddress): HttpLine | OutboundFailure {
  const target = readUrl(address.url)
  if ('problem' in target) return ended(misused('url', target.problem), new Stopwatch())
  const problem = headersProblem(address.headers ?? {})
  if (problem) return ended(misused('header', problem), new Stopwatch())
  return new Line(dialler, target, address)
}

class Line implements HttpLine {
  readonly #target: TargetUrl
  readonly #headers: Readonly<Record<string, string>>
  readonly #agent: GuardedAgent

  constructor(dialler: Dialler, target: TargetUrl, { headers = {}, tls = {} }: LineAddress) {
    this.#target = target
    this.#headers = { 'user-agent': 'Bongsu', 'accept-encoding': 'identity', ...headers, host: target.url.host }
    this.#agent = new GuardedAgent(dialler, target, tls)
  }

  async send(request: LineRequest): Promise<LineAnswer | LineFailure> {
    for (let times = 1; ; times++) {
      const answer = await this.#sendOnce(request)
      if (answer !== 'stale') return answer
      if (times >= mostStale)
        return this.#sendOnce({ ...request, mayRepeat: false }) as Promise<LineAnswer | LineFailure>
    }
  }

  #sendOnce({
    method,
    headers = {},
    body,
    mayRepeat,
    signal,
  }: LineRequest): Promise<LineAnswer | LineFailure | 'stale'> {
    const times = new Stopwatch()
    const problem = headersProblem(headers)
    if (problem) return Promise.resolve({ ...ended(misused('header', problem), times), neverSent: true })
    return new Promise((resolve) => {
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
      const { pathname, search } = this.#target.url
      const request = http.request({
        agent: this.#agent,
        host: this.#target.host,
        port: this.#target.port,
        method,
        path: pathname + search,
        headers: { ...this.#headers, ...headers, ...length },
        setHost: false,
        maxHeaderSize,
        signal,
      })
      let wasSent = false
      request.once('socket', () => {
        wasSent = true
      })
      request.once('response', (answer) => {
        // Whoever reads hears of it from the body; whoever has stopped reading must not be ended by it.
        answer.on('error', () => undefined)
        resolve({ ok: true, status: answer.statusCode ?? 0, headers: answer.headers, body: answer })
      })
      request.on('error', (error) => {
        if (mayRepeat && request.reusedSocket && !signal.aborted && wasClosed.has(errorCode(error))) resolve('stale')
        else resolve({ ...ended(failureOf(error, signal), times), neverSent: !wasSent })
      })
      request.end(body)
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}

/** A connection is dialled through the guard, so a kept one goes to where a new one was allowed to go. */
class GuardedAgent extends http.Agent {
  readonly #dialler: Dialler
  readonly #to: TargetUrl
  readonly #tls: TlsOptions

  constructor(dialler: Dialler, to: TargetUrl, tls: TlsOptions) {
    super({ keepAlive: true, timeout: keptMs, maxFreeSockets: mostKept, maxSockets: mostConnections })
    this.#dialler = dialler
    this.#to = to
    this.#tls = tls
  }

  override createConnection(
    _options: http.ClientRequestArgs,
    done?: (error: Error | null, socket: Duplex) => void,
  ): Duplex | undefined {
    this.#connect().then(
      (socket) => done?.(null, socket),
      // Safe because Node reads the socket only where there is no error.
      (error: Error) => done?.(error, undefined as unknown as Duplex),
    )
    return undefined
  }

  async #connect(): Promise<Duplex> {
    const watch = new Watch(connectMs)
    try {
      const { host, port } = this.#to
      const dialled = await this.#dialler.dial({ host, port, ip: 'any' }, watch)
      if (!dialled.ok) throw new NoConnection(dialled)
      if (!this.#to.secure) return dialled.socket
      const secured = await secure(dialled.socket, host, { ...this.#tls, alpn: ['http/1.1'] }, watch)
      if (!secured.ok) throw new NoConnection(secured)
      if (secured.verifyError === null || this.#tls.verify === false) return secured.socket
      secured.socket.destroy()
      throw new NoConnection(notTrusted(secured.verifyError))
    } finally {
      watch.done()
    }
  }
}

class NoConnection extends Error {
  readonly failed: Failed

  constructor(failure: Failed) {
    super(failure.message.en)
    this.name = 'NoConnection'
    this.failed = failure
  }
}

function failureOf(error: Error, signal: AbortSignal): Failed {
  if (error instanceof NoConnection) return error.failed
  if (signal.aborted)
    return failed('aborted', 'aborted', 'own', text('요청이 취소되었습니다.', 'The request was cancelled.'))
  const code = errorCode(error)
  if (code.startsWith('HPE_'))
    return failed(
      'http',
      'malformed',
      'target',
      text(`응답이 HTTP 형식에 맞지 않습니다 (${code}).`, `The answer is not valid HTTP (${code}).`),
    )
  return failed(
    'http',
    'closed',
    faultOf(code),
    text(`응답 없이 연결이 끊어졌습니다 (${code}).`, `The connection was closed without an answer (${code}).`),
  )
}
