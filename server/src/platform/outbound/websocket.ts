import { Buffer } from 'node:buffer'
import type { Socket } from 'node:net'
import { text } from '@bongsu/contract/text.ts'
import { WebSocket } from 'ws'
import type { Security } from './conversation.ts'
import type { Dialler } from './dial.ts'
import { readUrl } from './host.ts'
import { errorCode, type Failed, failed, faultOf, misused, type OutboundFailure, type Remote } from './result.ts'
import { notTrusted, peerSummary, secure, type TlsOptions } from './secure.ts'
import { Stopwatch } from './stopwatch.ts'
import { type ConnectRequest, dialTo, ended } from './tcp.ts'
import { Watch } from './watch.ts'

export interface WebSocketRequest extends Omit<ConnectRequest, 'host' | 'port'> {
  /** `ws:` or `wss:`. */
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly subprotocols?: readonly string[]
  readonly tls?: TlsOptions
  /** A text message to send once it is open. */
  readonly send?: string
  /** Messages are waited for until one of them is the wanted one. */
  readonly isWanted?: (message: string) => boolean
  /** Also send a ping frame and wait for its pong. */
  readonly ping?: boolean
}

export interface WebSocketAnswer {
  readonly ok: true
  readonly remote: Remote
  readonly security?: Security
  /** What the server chose; empty when none. */
  readonly subprotocol: string
  /** The wanted message, or the last one that came; null when none did. */
  readonly message: string | null
  readonly matched: boolean
  /** Ms from ping to pong; null when it was not asked for or did not come. */
  readonly pongMs: number | null
  /** With which code the server closed on us, where it did. */
  readonly closeCode?: number
  readonly timings: OutboundFailure['timings']
  readonly durationMs: number
}

export type WebSocketFailure = OutboundFailure & { readonly status?: number }

const defaultTimeoutMs = 10_000
const mostHeard = 1_048_576
const longestKept = 4_096

/** One WebSocket, RFC 6455: the `ws` client on a connection that has passed the guard. */
export const createWebSocket =
  (dialler: Dialler) =>
  async (request: WebSocketRequest): Promise<WebSocketAnswer | WebSocketFailure> => {
    const watch = new Watch(request.timeoutMs ?? defaultTimeoutMs, request.signal, request.onStage)
    const times = new Stopwatch()
    let opened: Socket | undefined
    try {
      const target = readUrl(request.url.replace(/^ws(?=s?:)/i, 'http'))
      if ('problem' in target) return ended(misused('url', target.problem), times)
      const dialled = await dialTo(dialler, { ...request, host: target.host, port: target.port }, watch, times)
      if (!dialled.ok) return ended(dialled, times)
      const { remote } = dialled
      opened = dialled.socket
      let security: Security | undefined
      if (target.secure) {
        const secured = await secure(opened, target.host, { ...request.tls, alpn: ['http/1.1'] }, watch)
        if (!secured.ok) return ended({ ...secured, remote }, times)
        opened = secured.socket
        times.add('tls_ms', secured.tlsMs)
        if (request.tls?.verify !== false && secured.verifyError !== null)
          return ended({ ...notTrusted(secured.verifyError), remote }, times)
        const certificate = peerSummary(secured.socket)
        const { standardName: cipher } = secured.socket.getCipher()
        security = { protocol: secured.socket.getProtocol() ?? '', cipher, ...(certificate ? { certificate } : {}) }
      }
      const said = await talk(opened, target.url, request, watch, times)
      if ('ok' in said) return { ...ended({ ...said, remote }, times), ...statusOf(said) }
      const seen = { timings: times.timings(), durationMs: times.elapsedMs() }
      return { ok: true, remote, ...(security ? { security } : {}), ...said, ...seen }
    } finally {
      opened?.destroy()
      watch.done()
    }
  }

type Said = Pick<WebSocketAnswer, 'subprotocol' | 'message' | 'matched' | 'pongMs' | 'closeCode'>
type NotOpened = Failed & { readonly status?: number }

const statusOf = ({ status }: NotOpened): { status?: number } => (status === undefined ? {} : { status })

function talk(
  socket: Socket,
  url: URL,
  request: WebSocketRequest,
  watch: Watch,
  times: Stopwatch,
): Promise<Said | NotOpened> {
  const startedAt = performance.now()
  return new Promise((resolve) => {
    const client = open(socket, url, request)
    const heard = {
      message: null as string | null,
      matched: !request.isWanted,
      pongMs: null as number | null,
      bytes: 0,
    }
    let pingAt: number | undefined
    let isOpen = false
    const finish = (result: Said | NotOpened) => {
      resolve(result)
      client.on('error', () => undefined)
      if (client.readyState === WebSocket.OPEN) client.close(1000)
      else client.terminate()
    }
    const said = (closeCode?: number): Said => {
      if (isOpen) times.add('download_ms', performance.now() - startedAt - (times.timings().ttfb_ms ?? 0))
      const { message, matched, pongMs } = heard
      return { subprotocol: client.protocol, message, matched, pongMs, ...(closeCode ? { closeCode } : {}) }
    }
    const check = () => {
      if (heard.matched && (!request.ping || heard.pongMs !== null)) finish(said())
    }
    client.once('open', () => {
      isOpen = true
      times.add('ttfb_ms', performance.now() - startedAt)
      if (request.send !== undefined) client.send(request.send)
      if (request.ping) {
        pingAt = performance.now()
        client.ping()
      }
      check()
    })
    client.on('message', (data) => {
      if (heard.matched) return
      const message = Buffer.isBuffer(data) ? data.toString('utf8') : String(data)
      heard.bytes += message.length
      heard.matched = request.isWanted?.(message) ?? true
      heard.message = message.slice(0, longestKept)
      if (!heard.matched && heard.bytes > mostHeard) finish(said())
      else check()
    })
    client.on('pong', () => {
      heard.pongMs ??= performance.now() - (pingAt ?? startedAt)
      check()
    })
    client.once('unexpected-response', (_request, response) => {
      response.destroy()
      finish(refusedUpgrade(response.statusCode ?? 0))
    })
    client.once('error', (error) => finish(webSocketFailed(error, isOpen)))
    client.once('close', (code) => finish(said(code)))
    watch.enter('ttfb', undefined, () => {
      const failure = watch.failure()
      // Open but silent is an answer; not even open is none.
      finish(isOpen && failure.phase === 'timeout' && failure.fault === 'target' ? said() : failure)
    })
  })
}

function open(socket: Socket, url: URL, { headers, subprotocols }: WebSocketRequest): WebSocket {
  const address = new URL(url.href.replace(/^http/, 'ws'))
  // RFC 6455 section 3 has no fragments; one in a URL is for whoever wrote it.
  address.hash = ''
  return new WebSocket(address, [...(subprotocols ?? [])], {
    createConnection: (() => socket) as never,
    headers: { 'user-agent': 'Bongsu', ...headers },
    followRedirects: false,
    perMessageDeflate: false,
    maxPayload: mostHeard,
  })
}

const refusedUpgrade = (status: number): NotOpened => ({
  ...failed(
    'http',
    String(status),
    'target',
    text(`WebSocket 연결을 거부했습니다(HTTP ${status}).`, `The upgrade to WebSocket was refused (HTTP ${status}).`),
  ),
  status,
})

function webSocketFailed(error: Error, isOpen: boolean): Failed {
  const code = errorCode(error)
  if (code.startsWith('WS_ERR') || code.startsWith('HPE_') || code === 'ERROR')
    return failed(
      'protocol',
      code,
      'target',
      isOpen
        ? text(`서버가 잘못된 WebSocket 메시지를 보냈습니다 (${code}).`, `The server sent a broken message (${code}).`)
        : text(
            `서버가 WebSocket으로 답하지 않습니다 (${code}).`,
            `The server does not answer as a WebSocket (${code}).`,
          ),
    )
  return failed(
    'connect',
    code,
    faultOf(code),
    text(`WebSocket 연결이 끊어졌습니다 (${code}).`, `The WebSocket connection broke (${code}).`),
  )
}
