import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type Outbound, type OutboundFailure, readUrl } from '#platform/outbound/index.ts'

/** The way out of one visit. Everything its browser context asks for passes here and leaves through outbound. */
export interface GuardedProxy {
  readonly port: number
  /** Why the last connection to this place failed; undefined when it did not. */
  failureOf(host: string, port: number): OutboundFailure | undefined
  /** Every place that was refused or could not be reached. */
  failures(): readonly OutboundFailure[]
  receivedBytes(): number
  /** More than `maxBytes` came in, and everything was cut. */
  isOverfull(): boolean
  close(): Promise<void>
}

export interface ProxyParts {
  readonly outbound: Pick<Outbound, 'connect'>
  readonly maxBytes: number
  readonly connectMs?: number
}

const usualConnectMs = 15_000
const mostRemembered = 200

/**
 * An HTTP proxy on loopback for one browser context. The browser resolves no name itself: names are resolved, judged
 * and dialled by outbound at every new connection, so that what a page may reach is what every other check may reach.
 * It speaks the two forms a proxied browser uses: absolute requests for http, CONNECT for everything else.
 */
export async function startGuardedProxy({ outbound, maxBytes, connectMs }: ProxyParts): Promise<GuardedProxy> {
  const failures = new Map<string, OutboundFailure>()
  const open = new Set<Duplex>()
  let received = 0
  let isClosed = false

  const keep = <Stream extends Duplex>(stream: Stream): Stream => {
    open.add(stream)
    stream.on('error', () => stream.destroy())
    stream.once('close', () => open.delete(stream))
    return stream
  }
  const count = (bytes: number): void => {
    received += bytes
    if (received > maxBytes) for (const stream of open) stream.destroy()
  }

  /** A socket to a place that has been judged, or null with the reason remembered. */
  async function dial(host: string, port: number): Promise<Socket | null> {
    const connected = await outbound.connect({ host, port, timeoutMs: connectMs ?? usualConnectMs })
    if (!connected.ok) {
      if (failures.size < mostRemembered) failures.set(placeOf(host, port), connected)
      return null
    }
    failures.delete(placeOf(host, port))
    if (isClosed || received > maxBytes) {
      connected.socket.destroy()
      return null
    }
    return keep(connected.socket)
  }

  const agent = new http.Agent({ keepAlive: true, maxSockets: 32 })
  agent.createConnection = (options, done) => {
    const { host, port } = options as { host: string; port: number }
    dial(host, port).then(
      (socket) =>
        socket ? done?.(null, socket) : done?.(new Error('the place cannot be reached'), undefined as never),
      (error: Error) => done?.(error, undefined as never),
    )
    return undefined
  }

  function forward(request: http.IncomingMessage, response: http.ServerResponse): void {
    const target = readUrl(request.url ?? '')
    // Asked directly instead of as a proxy, or for a scheme no page may use.
    if ('problem' in target || target.secure) return void response.writeHead(400).end()
    const { url, host, port } = target
    const onward = http.request({
      agent,
      host,
      port,
      method: request.method ?? 'GET',
      path: `${url.pathname}${url.search}`,
      headers: endToEnd(request.headers),
      setHost: false,
    })
    const giveUp = () => {
      // No page of ours in place of the site's: the browser sees what a visitor would, a connection that failed.
      response.destroy()
      onward.destroy()
    }
    onward.on('error', giveUp)
    response.on('close', () => onward.destroy())
    request.on('error', giveUp)
    onward.on('response', (answer) => {
      answer.on('data', (chunk: Buffer) => count(chunk.length))
      answer.on('error', giveUp)
      try {
        response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.headers))
      } catch {
        return giveUp()
      }
      answer.pipe(response)
    })
    request.pipe(onward)
  }

  async function tunnel(authority: string, client: Duplex, head: Buffer): Promise<void> {
    const target = readUrl(`https://${authority}/`)
    const upstream = 'problem' in target ? null : await dial(target.host, target.port)
    if (!upstream || client.destroyed) {
      upstream?.destroy()
      client.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n')
      return
    }
    client.write('HTTP/1.1 200 Connection established\r\n\r\n')
    if (head.length > 0) upstream.write(head)
    upstream.on('data', (chunk: Buffer) => count(chunk.length))
    upstream.pipe(client)
    client.pipe(upstream)
    upstream.once('close', () => client.destroy())
    client.once('close', () => upstream.destroy())
  }

  const server = http.createServer({ maxHeaderSize: 65_536 }, forward)
  server.on('connection', keep)
  server.on('connect', (request, client, head) => {
    tunnel(request.url ?? '', keep(client), head).catch(() => client.destroy())
  })
  server.on('upgrade', (_request, client) => client.destroy())
  server.on('clientError', (_error, client) => client.destroy())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    port: (server.address() as AddressInfo).port,
    failureOf: (host, port) => failures.get(placeOf(host, port)),
    failures: () => [...failures.values()],
    receivedBytes: () => received,
    isOverfull: () => received > maxBytes,
    async close() {
      if (isClosed) return
      isClosed = true
      for (const stream of open) stream.destroy()
      agent.destroy()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const placeOf = (host: string, port: number): string => `${host}:${port}`

/** RFC 9110 7.6.1: these speak about one connection only. */
const hopByHop = new Set([
  'connection',
  'proxy-connection',
  'proxy-authorization',
  'proxy-authenticate',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

function endToEnd(headers: http.IncomingHttpHeaders): http.OutgoingHttpHeaders {
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()))
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name) && !named.has(name)))
}
