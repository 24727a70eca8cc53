import dgram from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { testRoot } from './certificates.ts'
import { startDnsTarget } from './dns-target.ts'
import { healthBody, startGrpcTarget } from './grpc-target.ts'
import { startHttpTarget, startTlsTarget } from './http-target.ts'
import { plainTool, startMcpServer } from './mcp-server.ts'
import { startSmtpTarget } from './smtp-target.ts'
import { startTcpTarget } from './tcp-target.ts'

/** Somebody who speaks a kind's protocol, and the options that lead there. */
export interface Partner {
  readonly aim: Readonly<Record<string, unknown>>
  close(): Promise<void>
}

const here = '127.0.0.1'

/** By the name of the kind: those that need nothing but Node. */
export const partners: Readonly<Record<string, () => Promise<Partner>>> = {
  async smtp() {
    const target = await startSmtpTarget({ password: 'sesame' })
    return { aim: { host: here, port: target.port, verify_tls: false, security: 'starttls' }, close: target.close }
  },
  async grpc() {
    const target = await startGrpcTarget(() => ({ status: 0, body: healthBody(1) }))
    return { aim: { host: here, port: target.port, security: 'none' }, close: target.close }
  },
  async websocket() {
    const server = new WebSocketServer({ port: 0, host: here })
    server.on('connection', (socket) => {
      socket.on('error', () => undefined)
      socket.on('message', (message) => socket.send(String(message)))
      socket.send('pong')
    })
    await once(server, 'listening')
    const close = async () => {
      for (const client of server.clients) client.terminate()
      server.close()
      await once(server, 'close')
    }
    return { aim: { url: `ws://${here}:${(server.address() as AddressInfo).port}/` }, close }
  },
  async dns() {
    const target = await startDnsTarget((_name, type) => [
      type === 'MX'
        ? { type: 'MX', ttl: 60, data: { preference: 10, exchange: 'mail.example.com' } }
        : type === 'TXT'
          ? { type: 'TXT', ttl: 60, data: ['v=spf1 -all'] }
          : { type: 'A', ttl: 60, data: '192.0.2.1' },
    ])
    return { aim: { server: here, server_port: target.port }, close: target.close }
  },
  async tls() {
    const target = await startTlsTarget()
    const { port } = target
    return { aim: { host: here, port, server_name: 'localhost', ca: testRoot, starttls: 'none' }, close: target.close }
  },
  async mcp() {
    const target = await startMcpServer({ tools: [plainTool('search', 'Searches')] })
    return { aim: { url: target.url, auth: { type: 'none' } }, close: target.close }
  },
  async tcp() {
    const target = await startTcpTarget((socket) => socket.write('SSH-2.0-here\r\n'))
    return { aim: { host: here, port: target.port }, close: target.close }
  },
  async udp() {
    const socket = dgram.createSocket('udp4')
    socket.on('message', (message, { port, address }) => socket.send(message, port, address))
    socket.bind(0, here)
    await once(socket, 'listening')
    const close = async () => {
      socket.close()
      await once(socket, 'close')
    }
    return { aim: { host: here, port: socket.address().port, timeout: 1 }, close }
  },
  async domain() {
    const expires = new Date(Date.now() + 90 * 86_400_000).toISOString()
    const rdap = await startHttpTarget((_request, response) =>
      response
        .writeHead(200, { 'content-type': 'application/rdap+json' })
        .end(
          `{"objectClassName":"domain","ldhName":"x","events":[{"eventAction":"expiration","eventDate":"${expires}"}]}`,
        ),
    )
    const whois = await startTcpTarget((socket) => {
      socket.once('data', () => socket.end(`Domain Name: x\r\nRegistry Expiry Date: ${expires}\r\n`))
    })
    const close = async () => void (await Promise.all([rdap.close(), whois.close()]))
    return { aim: { rdap_server: rdap.url, whois_server: `${here}:${whois.port}` }, close }
  },
}
