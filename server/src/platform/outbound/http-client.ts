import { Buffer, isUtf8 } from 'node:buffer'
import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Timings } from '@bongsu/contract/outcome.ts'
import { text } from '@bongsu/contract/text.ts'
import type { Dialler } from './dial.ts'
import { readUrl, type TargetUrl } from './host.ts'
import { decodeBody } from './http-body.ts'
import { type Exchanged, exchange } from './http-exchange.ts'
import {
  defaultMaxBodyBytes,
  defaultTimeoutMs,
  type HttpMethod,
  type HttpRequest,
  type Message,
  mostBodyBytes,
  mostRedirects,
  prepare,
  recompose,
} from './http-request.ts'
import { type Failed, failed, type OutboundFailure, type Remote } from './result.ts'
import { type CertificateSummary, notTrusted, peerSummary, secure } from './secure.ts'
import { Stopwatch } from './stopwatch.ts'
import { Watch } from './watch.ts'

export interface Redirect {
  readonly status: number
  readonly url: string
  /** From https to http: what follows is readable on the way. */
  readonly downgraded: boolean
  /** To another origin: headers, credentials and body were left behind. */
  readonly crossed: boolean
}

export interface HttpAnswer {
  readonly ok: true
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly httpVersion: string
  readonly body: Buffer
  /** The body is longer than was allowed; `body` holds its beginning. */
  readonly bodyCut: boolean
  /** Bytes of body over the wire. */
  readonly receivedBytes: number
  /** The URL that answered, after redirects. */
  readonly url: string
  readonly redirects: readonly Redirect[]
  readonly remote: Remote
  readonly certificate?: CertificateSummary
  readonly timings: Timings
  readonly durationMs: number
}

export type HttpFailure = OutboundFailure & {
  readonly redirects: readonly Redirect[]
  readonly certificate?: CertificateSummary
}

export type HttpResult = HttpAnswer | HttpFailure
export type HttpClient = (request: HttpRequest) => Promise<HttpResult>

const redirectStatuses = new Set([301, 302, 303, 307, 308])

/**
 * One request, and what follows from it. A connection of its own for every hop: a kept one would hide a target that no
 * longer accepts any. Every hop passes the guard anew.
 */
export const createHttpClient =
  (dialler: Dialler): HttpClient =>
  async (request) => {
    const watch = new Watch(request.timeoutMs ?? defaultTimeoutMs, request.signal, request.onStage)
    try {
      return await new Run(dialler, request, watch).result()
    } finally {
      watch.done()
    }
  }

/** The state of one request over its hops. */
class Run {
  readonly #dialler: Dialler
  readonly #request: HttpRequest
  readonly #watch: Watch
  readonly #times = new Stopwatch()
  readonly #redirects: Redirect[] = []
  readonly #hops: number
  readonly #maxBodyBytes: number
  /** Still at the origin of the first request: our own certificate and SNI are shown there only. */
  #atHome = true
  #remote: Remote | undefined
  #certificate: CertificateSummary | undefined

  constructor(dialler: Dialler, request: HttpRequest, watch: Watch) {
    this.#dialler = dialler
    this.#request = request
    this.#watch = watch
    this.#hops = Math.min(request.redirects ?? 0, mostRedirects)
    this.#maxBodyBytes = Math.min(request.maxBodyBytes ?? defaultMaxBodyBytes, mostBodyBytes)
  }

  async result(): Promise<HttpResult> {
    const prepared = prepare(this.#request)
    if ('ok' in prepared) return this.#failure(prepared)
    let { target, message } = prepared
    for (;;) {
      const answer = await this.#hop(target, message)
      if (!answer.ok) return this.#failure(answer)
      const location = this.#hops > 0 ? locationOf(answer.status, answer.headers) : undefined
      if (location === undefined) return this.#answer(target, answer)
      const next = this.#follow(target, message, answer.status, location)
      if ('ok' in next) return this.#failure(next)
      target = next.target
      message = next.message
    }
  }

  async #hop(target: TargetUrl, message: Message): Promise<Exchanged | Failed> {
    const opened = await this.#open(target)
    if ('ok' in opened) return opened
    const answer = await exchange(
      opened,
      target.url.pathname + target.url.search,
      message,
      {
        limits: this.#request.limits ?? {},
        maxBodyBytes: this.#maxBodyBytes,
        keepBytes: this.#request.keepBytes ?? this.#maxBodyBytes,
        skipBody: (status, headers) => this.#hops > 0 && locationOf(status, headers) !== undefined,
      },
      this.#watch,
    )
    if (answer.ok) {
      this.#times.add('ttfb_ms', answer.ttfbMs)
      this.#times.add('download_ms', answer.downloadMs)
    }
    return answer
  }

  async #open(target: TargetUrl): Promise<Socket | Failed> {
    const { ip = 'any', limits = {} } = this.#request
    const dialled = await this.#dialler.dial({ host: target.host, port: target.port, ip }, this.#watch, limits)
    this.#times.add('dns_ms', dialled.dnsMs)
    this.#remote = dialled.remote ?? this.#remote
    if (!dialled.ok) return dialled
    this.#times.add('connect_ms', dialled.connectMs)
    return target.secure ? this.#secure(dialled.socket, target) : dialled.socket
  }

  async #secure(socket: Socket, target: TargetUrl): Promise<TLSSocket | Failed> {
    const { cert, key, passphrase, serverName, ...options } = this.#request.tls ?? {}
    const own = this.#atHome ? defined({ cert, key, passphrase, serverName }) : {}
    const secured = await secure(
      socket,
      target.host,
      { ...options, ...own, alpn: ['http/1.1'] },
      this.#watch,
      this.#request.limits?.tlsMs,
    )
    if (!secured.ok) return secured
    this.#times.add('tls_ms', secured.tlsMs)
    this.#certificate = peerSummary(secured.socket)
    if (secured.verifyError === null || options.verify === false) return secured.socket
    secured.socket.destroy()
    return notTrusted(secured.verifyError)
  }

  /** Where a redirect leads and what may be taken along (RFC 9110 15.4; fetch for the change to GET). */
  #follow(
    from: TargetUrl,
    sent: Message,
    status: number,
    location: string,
  ): { target: TargetUrl; message: Message } | Failed {
    if (this.#redirects.length >= this.#hops) {
      return failed(
        'http',
        'too_many_redirects',
        'target',
        text(`리다이렉트가 ${this.#hops}번을 넘었습니다.`, `There were more than ${this.#hops} redirects.`),
      )
    }
    const target = readUrl(asUtf8(location), from.url)
    if ('problem' in target) {
      return failed(
        'http',
        'bad_redirect',
        'target',
        text(
          `따를 수 없는 곳으로 리다이렉트합니다: ${target.problem.ko}`,
          `It redirects to where nobody can follow: ${target.problem.en}`,
        ),
      )
    }
    const crossed = target.url.origin !== from.url.origin
    if (crossed) this.#atHome = false
    this.#redirects.push({
      status,
      url: target.url.href.slice(0, 2000),
      downgraded: from.secure && !target.secure,
      crossed,
    })
    const method = nextMethod(sent.method, status, crossed)
    const body = method === sent.method && !crossed ? sent.body : undefined
    return { target, message: recompose(target, method, this.#request, this.#atHome, body) }
  }

  async #answer(target: TargetUrl, answer: Exchanged): Promise<HttpResult> {
    const decoded = await decodeBody(answer.raw, answer.headers['content-encoding'], this.#maxBodyBytes, this.#watch)
    if (!decoded.ok) return this.#failure(decoded)
    return {
      ok: true,
      status: answer.status,
      headers: answer.headers,
      httpVersion: answer.httpVersion,
      body: decoded.body,
      bodyCut: answer.cut || decoded.cut,
      receivedBytes: answer.receivedBytes,
      url: target.url.href,
      redirects: this.#redirects,
      remote: this.#remote as Remote,
      ...(this.#certificate ? { certificate: this.#certificate } : {}),
      timings: this.#times.timings(),
      durationMs: this.#times.elapsedMs(),
    }
  }

  #failure(failure: Failed): HttpFailure {
    return {
      ok: false,
      phase: failure.phase,
      code: failure.code,
      fault: failure.fault,
      message: failure.message,
      redirects: this.#redirects,
      ...(this.#remote ? { remote: this.#remote } : {}),
      ...(this.#certificate ? { certificate: this.#certificate } : {}),
      timings: this.#times.timings(),
      durationMs: this.#times.elapsedMs(),
    }
  }
}

const locationOf = (status: number, headers: IncomingHttpHeaders): string | undefined =>
  redirectStatuses.has(status) ? headers.location : undefined

/** Node reads headers as Latin-1; servers write paths in UTF-8, and browsers understand them. */
const asUtf8 = (location: string): string => {
  const bytes = Buffer.from(location, 'latin1')
  return isUtf8(bytes) ? bytes.toString() : location
}

function nextMethod(method: HttpMethod, status: number, crossed: boolean): HttpMethod {
  if (method === 'GET' || method === 'HEAD') return method
  if (status === 303 || crossed) return 'GET'
  return method === 'POST' && (status === 301 || status === 302) ? 'GET' : method
}

/** Spread without the fields that were not given: `undefined` is not a value of an option. */
const defined = <Fields extends object>(fields: Fields): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]?: NonNullable<Fields[Name]>
  }
