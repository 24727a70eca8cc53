/**
 * A process full of things to look at, one for each check kind that has any on loopback. Sends `{ options }`, by the name
 * of the kind, when all of them are there; ends with its parent.
 */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { findProgram } from '../../server/test/own-process.ts'
import { testRoot } from '../../server/test/targets/certificates.ts'
import { startDnsTarget } from '../../server/test/targets/dns-target.ts'
import { startDovecotServer } from '../../server/test/targets/dovecot-server.ts'
import { startGrpcTarget } from '../../server/test/targets/grpc-target.ts'
import { startHttpTarget, startTlsTarget } from '../../server/test/targets/http-target.ts'
import { startMariadbServer } from '../../server/test/targets/mariadb-server.ts'
import { startMcpServer } from '../../server/test/targets/mcp-server.ts'
import { startMosquittoServer } from '../../server/test/targets/mosquitto-server.ts'
import { startPostgresServer } from '../../server/test/targets/postgres-server.ts'
import { redisPassword, startRedisServer } from '../../server/test/targets/redis-server.ts'
import { startSmtpTarget } from '../../server/test/targets/smtp-target.ts'
import { startTcpTarget } from '../../server/test/targets/tcp-target.ts'
import { startUdpEcho } from './udp-echo.ts'

type Options = Record<string, unknown>

const host = '127.0.0.1'
const person = { username: 'reader', password: 'sesame-1234' }
const page = '<!doctype html><html><head><title>Bench</title></head><body><h1>All is well</h1></body></html>'
const closing: { close(): Promise<void> }[] = []

const use = async <Some extends { close(): Promise<void> }>(starting: Promise<Some>): Promise<Some> => {
  const target = await starting
  closing.push(target)
  return target
}

async function ofOurs(): Promise<Record<string, Options>> {
  const web = await use(
    startHttpTarget((_request, response) => response.setHeader('content-type', 'text/html').end(page)),
  )
  const url = `${web.url}/`
  const secure = await use(startTlsTarget())
  const names = await use(startDnsTarget({ 'bench.test A': [{ type: 'A', data: '192.0.2.1' }] }))
  const mail = await use(startSmtpTarget())
  const calls = await use(startGrpcTarget(() => ({})))
  const port = await use(startTcpTarget((socket) => socket.end('SSH-2.0-bench\r\n')))
  const udp = await use(startUdpEcho())
  const tools = await use(startMcpServer())
  const registry = await use(
    startHttpTarget((_request, response) =>
      response.setHeader('content-type', 'application/rdap+json').end(JSON.stringify(registration())),
    ),
  )
  const sockets = new WebSocketServer({ host, port: 0 })
  sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(String(data))))
  await once(sockets, 'listening')
  return {
    http: { url },
    keyword: { url, keywords: ['All is well'] },
    content: { url, expected: ['All is well'] },
    headers: { url },
    change: { url },
    api: { url },
    tls: { host, port: secure.port, ca: testRoot },
    tcp: { host, port: port.port, expect: 'SSH-2.0' },
    udp: { host, port: udp.port, payload: 'bench', expect: 'bench' },
    dns: { name: 'bench.test', type: 'A', server: host, server_port: names.port },
    websocket: { url: `ws://${host}:${(sockets.address() as AddressInfo).port}/`, send: 'bench', expect: 'bench' },
    grpc: { host, port: calls.port },
    mcp: { url: tools.url },
    domain: { domain: 'bench.com', method: 'rdap', rdap_server: `${registry.url}/` },
    heartbeat: {},
    browser: { url },
    synthetic: {
      start_url: url,
      steps: [
        { action: 'assert_text', selector: 'h1', value: 'All is well' },
        { action: 'click', selector: 'h1' },
      ],
    },
    smtp: { host, port: mail.port, security: 'none' },
  }
}

/** RFC 9083: registered for a year. */
const registration = () => ({
  objectClassName: 'domain',
  ldhName: 'bench.com',
  status: ['active'],
  events: [{ eventAction: 'expiration', eventDate: new Date(Date.now() + 365 * 86_400_000).toISOString() }],
})

/** Servers of others, where they are installed. */
async function ofOthers(): Promise<Record<string, Options>> {
  const found: Record<string, Options> = {}
  if (findProgram('ping')) found.ping = { host, count: 1 }
  if (findProgram('initdb')) {
    const { port } = await use(startPostgresServer())
    const account = { username: 'scram', password: person.password, database: 'postgres' }
    found.postgres = { host, port, ...account, query: 'SELECT count(*) FROM jobs', expect: '1000' }
  }
  if (findProgram('mariadbd')) {
    const { port } = await use(startMariadbServer())
    found.mysql = { host, port, ...person, query: 'SELECT count(*) FROM shop.jobs', expect: '1000' }
  }
  if (findProgram('redis-server')) {
    const { port } = await use(startRedisServer())
    found.redis = { host, port, password: redisPassword, expect: 'PONG' }
  }
  if (findProgram('mosquitto')) {
    const { port } = await use(startMosquittoServer())
    found.mqtt = { host, port, ...person }
  }
  if (findProgram('dovecot')) {
    const { imap, pop3 } = await use(startDovecotServer())
    found.imap = { host, port: imap, security: 'none' }
    found.pop3 = { host, port: pop3, security: 'none' }
  }
  return found
}

const options = { ...(await ofOurs()), ...(await ofOthers()) }
process.send?.({ options })
process.once('disconnect', () => {
  void Promise.allSettled(closing.map((target) => target.close())).then(() => process.exit(0))
})
