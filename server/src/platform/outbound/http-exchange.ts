import { Buffer } from 'node:buffer'
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { text } from '@bongsu/contract/text.ts'
import type { HttpLimits, Message } from './http-request.ts'
import { errorCode, type Failed, failed, faultOf } from './result.ts'
import type { Watch } from './watch.ts'

export interface Exchanged {
  readonly ok: true
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly httpVersion: string
  /** As it came over the wire, still encoded; empty when it was not to be kept. */
  readonly raw: Buffer
  /** There was more than fits the cap. */
  readonly cut: boolean
  readonly receivedBytes: number
  readonly ttfbMs: number
  readonly downloadMs: number
}

export interface ExchangeOptions {
  readonly limits: HttpLimits
  readonly maxBodyBytes: number
  readonly keepBytes: number | ((status: number) => number)
  /** Asked once the header block is there: a redirect to be followed has no body worth reading. */
  skipBody(status: number, headers: IncomingHttpHeaders): boolean
}

const maxHeaderSize = 16_384
const nothing = Buffer.alloc(0)

/** One request and its answer over an open socket, which is closed afterwards. */
export function exchange(
  socket: Socket,
  path: string,
  message: Message,
  options: ExchangeOptions,
  watch: Watch,
): Promise<Exchanged | Failed> {
  return new Promise((resolve) => {
    const sentAt = performance.now()
    let response: IncomingMessage | undefined
    const finish = (result: Exchanged | Failed) => {
      socket.destroy()
      resolve(result)
    }
    const request = http.request({
      createConnection: () => socket,
      method: message.method,
      path,
      headers: message.headers,
      setHost: false,
      maxHeaderSize,
    })
    request.on('error', (error) => finish(response ? bodyFailed(error) : answerFailed(error)))
    // Node ends some odd answers (an upgrade nobody asked for) without an error.
    request.once('close', () => response || finish(answerFailed(new Error('closed'))))
    request.once('response', (incoming) => {
      response = incoming
      receive(incoming, performance.now() - sentAt, options, watch, finish)
    })
    watch.enter('ttfb', options.limits.ttfbMs, () => finish(watch.failure()))
    request.end(message.body)
  })
}

function receive(
  response: IncomingMessage,
  ttfbMs: number,
  options: ExchangeOptions,
  watch: Watch,
  finish: (result: Exchanged | Failed) => void,
): void {
  const startedAt = performance.now()
  const status = response.statusCode ?? 0
  const { headers, httpVersion } = response
  const chunks: Buffer[] = []
  const keepBytes = typeof options.keepBytes === 'number' ? options.keepBytes : options.keepBytes(status)
  let receivedBytes = 0
  let kept = 0
  const done = (cut: boolean) => {
    const raw = chunks.length === 0 ? nothing : chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
    finish({
      ok: true,
      status,
      headers,
      httpVersion,
      raw,
      cut,
      receivedBytes,
      ttfbMs,
      downloadMs: performance.now() - startedAt,
    })
  }
  response.on('error', (error) => finish(bodyFailed(error)))
  if (options.skipBody(status, headers)) {
    done(false)
    return
  }
  watch.enter('idle', options.limits.idleMs, () => finish(watch.failure()))
  response.on('data', (chunk: Buffer) => {
    watch.touch()
    const room = options.maxBodyBytes - receivedBytes
    receivedBytes += chunk.length
    const wanted = Math.min(room, keepBytes - kept)
    if (wanted > 0) {
      chunks.push(chunk.length > wanted ? chunk.subarray(0, wanted) : chunk)
      kept += Math.min(wanted, chunk.length)
    }
    if (chunk.length > room) done(true)
  })
  response.once('end', () => done(false))
  response.once('close', () => finish(incomplete))
}

const incomplete = failed(
  'body',
  'incomplete',
  'target',
  text('본문이 끝나기 전에 연결이 끊어졌습니다.', 'The connection was closed before the body was complete.'),
)

const bodyFailed = (error: Error): Failed => {
  const code = errorCode(error)
  if (!code.startsWith('HPE_')) return incomplete
  return failed(
    'body',
    'malformed',
    'target',
    text(`본문이 HTTP 형식에 맞지 않습니다 (${code}).`, `The body is not valid HTTP (${code}).`),
  )
}

function answerFailed(error: Error): Failed {
  const code = errorCode(error)
  if (code === 'HPE_HEADER_OVERFLOW')
    return failed(
      'http',
      'header_too_large',
      'target',
      text('응답 헤더가 16 KB를 넘습니다.', 'The header block of the answer exceeds 16 KB.'),
    )
  if (code.startsWith('HPE_'))
    return failed(
      'http',
      'malformed',
      'target',
      text(`응답이 HTTP 형식에 맞지 않습니다 (${code}).`, `The answer is not valid HTTP (${code}).`),
    )
  // TLS 1.3 refuses our certificate, or the lack of one, only after the handshake.
  if (code.startsWith('ERR_SSL_'))
    return failed(
      'tls',
      code,
      'target',
      text(`서버가 TLS 연결을 거부했습니다 (${code}).`, `The server refused the TLS connection (${code}).`),
    )
  return failed(
    'http',
    'closed',
    faultOf(code),
    text(`응답 없이 연결이 끊어졌습니다 (${code}).`, `The connection was closed without an answer (${code}).`),
  )
}
