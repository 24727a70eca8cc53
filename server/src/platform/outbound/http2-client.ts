import { Buffer } from 'node:buffer'
import http2 from 'node:http2'
import type { Socket } from 'node:net'
import { text } from '@bongsu/contract/text.ts'
import type { Security } from './conversation.ts'
import type { Dialler } from './dial.ts'
import { addressFamily, readHost } from './host.ts'
import { errorCode, type Failed, failed, faultOf, misused, type OutboundFailure, type Remote } from './result.ts'
import { notTrusted, peerSummary, secure, type TlsOptions } from './secure.ts'
import { Stopwatch } from './stopwatch.ts'
import { type ConnectRequest, dialTo, ended } from './tcp.ts'
import { Watch } from './watch.ts'

export type Http2Headers = Readonly<Record<string, string>>

export interface Http2Request extends ConnectRequest {
  /** With TLS and ALPN, or in the clear with prior knowledge (h2c, RFC 9113 section 3.3). */
  readonly startSecure: boolean
  readonly tls?: TlsOptions
  readonly path: string
  readonly headers: Http2Headers
  readonly body: Uint8Array
  readonly maxBodyBytes?: number
}

export interface Http2Answer {
  readonly ok: true
  readonly status: number
  readonly headers: Http2Headers
  /** Empty when there were none. An answer without a body has its trailers in its headers. */
  readonly trailers: Http2Headers
  readonly body: Buffer
  readonly remote: Remote
  readonly security?: Security
  readonly timings: OutboundFailure['timings']
  readonly durationMs: number
}

const defaultTimeoutMs = 10_000
const defaultMaxBodyBytes = 65_536

/** One POST over HTTP/2 on a connection of its own. */
export const createHttp2 =
  (dialler: Dialler) =>
  async (request: Http2Request): Promise<Http2Answer | OutboundFailure> => {
    const watch = new Watch(request.timeoutMs ?? defaultTimeoutMs, request.signal, request.onStage)
    const times = new Stopwatch()
    let opened: Socket | undefined
    try {
      const name = readHost(request.tls?.serverName ?? request.host)
      if (typeof name !== 'string') return ended(misused('server_name', name.problem), times)
      const dialled = await dialTo(dialler, request, watch, times)
      if (!dialled.ok) return ended(dialled, times)
      const { remote } = dialled
      opened = dialled.socket
      let security: Security | undefined
      if (request.startSecure) {
        const secured = await secureForHttp2(dialled.socket, name, request.tls ?? {}, watch, times)
        if ('ok' in secured) return ended({ ...secured, remote }, times)
        opened = secured.socket
        security = secured.security
      }
      const answer = await post(opened, name, request, watch)
      if (!('status' in answer)) return ended({ ...answer, remote }, times)
      const { ttfbMs, downloadMs, ...rest } = answer
      times.add('ttfb_ms', ttfbMs)
      times.add('download_ms', downloadMs)
      const seen = { timings: times.timings(), durationMs: times.elapsedMs() }
      return { ok: true, ...rest, remote, ...(security ? { security } : {}), ...seen }
    } finally {
      opened?.destroy()
      watch.done()
    }
  }

async function secureForHttp2(
  socket: Socket,
  name: string,
  options: TlsOptions,
  watch: Watch,
  times: Stopwatch,
): Promise<{ socket: Socket; security: Security } | Failed> {
  const secured = await secure(socket, name, { ...options, serverName: name, alpn: ['h2'] }, watch)
  if (!secured.ok) return secured
  times.add('tls_ms', secured.tlsMs)
  if (options.verify !== false && secured.verifyError !== null) {
    secured.socket.destroy()
    return notTrusted(secured.verifyError)
  }
  if (secured.socket.alpnProtocol !== 'h2') {
    secured.socket.destroy()
    return noHttp2
  }
  const certificate = peerSummary(secured.socket)
  const { standardName } = secured.socket.getCipher()
  const protocol = secured.socket.getProtocol() ?? ''
  return {
    socket: secured.socket,
    security: { protocol, cipher: standardName, ...(certificate ? { certificate } : {}) },
  }
}

type Posted = Pick<Http2Answer, 'status' | 'headers' | 'trailers' | 'body'> & {
  readonly ttfbMs: number
  readonly downloadMs: number
}

function post(socket: Socket, name: string, request: Http2Request, watch: Watch): Promise<Posted | Failed> {
  const authority = `${addressFamily(name) === 6 ? `[${name}]` : name}:${request.port}`
  const scheme = request.startSecure ? 'https' : 'http'
  const startedAt = performance.now()
  return new Promise((resolve) => {
    const session = http2.connect(`${scheme}://${authority}`, {
      createConnection: () => socket,
      settings: { enablePush: false, maxHeaderListSize: 16_384 },
    })
    const finish = (result: Posted | Failed) => {
      session.destroy()
      resolve(result)
    }
    session.on('error', (error) => finish(http2Failed(error)))
    session.once('close', () => finish(http2Failed(Object.assign(new Error('closed'), { code: 'closed' }))))
    session.once('goaway', (code: number) => code !== 0 && finish(goneAway(code)))
    watch.enter('ttfb', undefined, () => finish(watch.failure()))
    const stream = session.request({ ':method': 'POST', ':path': request.path, ...request.headers })
    stream.on('error', (error) => finish(http2Failed(error)))
    receive(stream, request.maxBodyBytes ?? defaultMaxBodyBytes, startedAt, finish)
    stream.end(request.body)
  })
}

function receive(
  stream: http2.ClientHttp2Stream,
  most: number,
  startedAt: number,
  finish: (result: Posted | Failed) => void,
): void {
  const chunks: Buffer[] = []
  let size = 0
  let answered: { status: number; headers: Http2Headers; at: number } | undefined
  let trailers: Http2Headers = {}
  stream.once('response', (headers) => {
    answered = { status: Number(headers[':status'] ?? 0), headers: plain(headers), at: performance.now() }
  })
  stream.once('trailers', (found) => {
    trailers = plain(found)
  })
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    size += chunk.length
    if (size > most) finish(tooLong(most))
  })
  stream.once('end', () => {
    if (!answered) return
    const { status, headers, at } = answered
    const ttfbMs = at - startedAt
    finish({ status, headers, trailers, body: Buffer.concat(chunks), ttfbMs, downloadMs: performance.now() - at })
  })
}

const plain = (headers: http2.IncomingHttpHeaders): Http2Headers =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || name.startsWith(':') ? [] : [[name, String(value).slice(0, 1000)]],
    ),
  )

function http2Failed(error: Error): Failed {
  const code = errorCode(error)
  const isProtocol = code.startsWith('ERR_HTTP2') || code.startsWith('NGHTTP2')
  return isProtocol
    ? failed(
        'protocol',
        code,
        'target',
        text(`서버가 HTTP/2로 답하지 않습니다 (${code}).`, `The server does not answer in HTTP/2 (${code}).`),
      )
    : failed(
        'connect',
        code,
        faultOf(code),
        text(`HTTP/2 응답 전에 연결이 끊어졌습니다 (${code}).`, `The connection closed before an answer (${code}).`),
      )
}

const goneAway = (code: number): Failed =>
  failed(
    'protocol',
    'goaway',
    'target',
    text(
      `서버가 HTTP/2 연결을 닫았습니다(GOAWAY ${code}).`,
      `The server ended the HTTP/2 connection (GOAWAY ${code}).`,
    ),
  )

const tooLong = (most: number): Failed =>
  failed(
    'protocol',
    'too_long',
    'target',
    text(`응답이 너무 깁니다(한도 ${most}바이트).`, `The answer is too long (limit ${most} bytes).`),
  )

const noHttp2 = failed(
  'tls',
  'alpn',
  'target',
  text('서버가 TLS에서 HTTP/2(h2)를 지원하지 않습니다.', 'The server does not offer HTTP/2 (h2) over TLS.'),
)
