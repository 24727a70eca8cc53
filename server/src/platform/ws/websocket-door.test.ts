import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import net from 'node:net'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { systemClock } from '#kernel/clock.ts'
import type { Actor } from '#kernel/operation.ts'
import type { Caller } from '#platform/http/contract.ts'
import { createHttp } from '#platform/http/server.ts'
import { silentLog } from '#platform/log/log.ts'
import { LiveHub } from './hub.ts'
import { addWebSocketDoor, type WebSocketLimits } from './websocket-door.ts'

const person = (personId: number, role: 'admin' | 'viewer' = 'admin', sessionId = personId * 10): Actor => ({
  kind: 'person',
  personId,
  role,
  sessionId,
  name: `person ${personId}`,
})

const callers: Readonly<Record<string, Caller>> = {
  'Bearer alice': { actor: person(1), proof: 'header', language: 'ko' },
  'Bearer bob': { actor: person(2, 'viewer'), proof: 'header', language: 'en' },
  'Bearer robot': {
    actor: { kind: 'token', tokenId: 9, personId: null, role: 'viewer', name: 'robot', scopes: ['read'], tools: null },
    proof: 'header',
  },
}

let app: FastifyInstance
let hub: LiveHub
let port: number
const clients: Client[] = []

async function listen(limits: Partial<WebSocketLimits> = {}): Promise<void> {
  hub = new LiveHub()
  app = await createHttp({
    operations: [],
    run: async () => undefined,
    authenticate: async (request) => {
      if (request.cookies.bongsu === 'alice') return { actor: person(1), proof: 'cookie', language: 'ko' }
      return callers[request.headers.authorization ?? ''] ?? { actor: { kind: 'anonymous' }, proof: 'none' }
    },
    rateRules: () => ({ max: 1000, windowMs: 60_000 }),
    defaultLanguage: () => 'ko',
    trustedProxies: 0,
    log: silentLog(),
    now: Date.now,
  })
  addWebSocketDoor(app, { hub, clock: systemClock, log: silentLog(), mayWatch: async (id) => id < 100, limits })
  await app.listen({ port: 0, host: '127.0.0.1' })
  port = (app.server.address() as AddressInfo).port
}

/** A client that remembers what it heard. */
class Client {
  readonly heard: Record<string, unknown>[] = []
  readonly socket: WebSocket
  closed: { code: number; reason: string } | null = null
  #waiting: (() => void)[] = []

  constructor(path: string, options: { headers?: Record<string, string>; protocols?: string[] } = {}) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, options.protocols ?? [], {
      headers: options.headers ?? {},
    })
    this.socket.on('message', (data) => {
      this.heard.push(JSON.parse(String(data)))
      this.#ring()
    })
    this.socket.on('close', (code, reason) => {
      this.closed = { code, reason: String(reason) }
      this.#ring()
    })
    this.socket.on('error', () => undefined)
    clients.push(this)
  }

  async opened(): Promise<this> {
    await once(this.socket, 'open')
    return this
  }

  say(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  async hears(count: number): Promise<Record<string, unknown>[]> {
    await this.until(() => this.heard.length >= count)
    return this.heard
  }

  #ring(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }
}

const alice = (path = '/ws/1') => new Client(path, { headers: { authorization: 'Bearer alice' } }).opened()
const bob = () => new Client('/ws/2', { headers: { authorization: 'Bearer bob' } }).opened()

/** The HTTP answer to an upgrade that was refused. */
async function refusal(path: string, headers: Record<string, string>): Promise<{ status: number; body: string }> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers })
  socket.on('error', () => undefined)
  const [, response] = await once(socket, 'unexpected-response')
  let body = ''
  for await (const chunk of response) body += chunk
  return { status: response.statusCode, body }
}

beforeEach(() => listen())

afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.terminate()
  await app.close()
})

describe('the door', () => {
  it('lets nobody in without a session or token, and says why in JSON', async () => {
    const answer = await refusal('/ws/1', {})
    expect(answer.status).toBe(401)
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code: 'unauthenticated' } })
    expect((await refusal('/ws/1', { authorization: 'Bearer nobody' })).status).toBe(401)
  })

  it('lets people in under their own id only, at both addresses', async () => {
    await alice()
    await alice('/api/v1/ws/1')
    await alice('/ws/me')
    expect((await refusal('/ws/2', { authorization: 'Bearer alice' })).status).toBe(403)
    expect((await refusal('/ws/01', { authorization: 'Bearer alice' })).status).toBe(403)
    expect(hub.listeners()).toBe(3)
  })

  it('takes a cookie from our own pages only', async () => {
    const cookie = { cookie: 'bongsu=alice' }
    for (const origin of ['https://evil.example', 'null', `http://127.0.0.1:${port + 1}`, 'http://127.0.0.1']) {
      expect((await refusal('/ws/1', { ...cookie, origin })).status, origin).toBe(403)
    }
    expect((await refusal('/ws/1', cookie)).status).toBe(403)
    await new Client('/ws/1', { headers: { ...cookie, origin: `http://127.0.0.1:${port}` } }).opened()
  })

  it('refuses a foreign page even with a token', async () => {
    expect((await refusal('/ws/1', { authorization: 'Bearer alice', origin: 'https://evil.example' })).status).toBe(403)
  })

  it('takes a token as a subprotocol and does not answer with it', async () => {
    const client = await new Client('/ws/1', { protocols: ['bongsu', 'bearer.alice'] }).opened()
    expect(client.socket.protocol).toBe('bongsu')
  })

  it('lets a service token in under "me"', async () => {
    await new Client('/ws/me', { headers: { authorization: 'Bearer robot' } }).opened()
    expect((await refusal('/ws/9', { authorization: 'Bearer robot' })).status).toBe(403)
  })

  it('answers an ordinary request with a refusal, not with silence', async () => {
    const response = await app.inject({ url: '/ws/1', headers: { authorization: 'Bearer alice' } })
    expect(response.statusCode).toBe(400)
  })

  it('answers an upgrade to an unknown address with 404 and closes', async () => {
    expect((await refusal('/elsewhere', { authorization: 'Bearer alice' })).status).toBe(404)
  })

  it('caps the streams of one person', async () => {
    await app.close()
    await listen({ perPerson: 2 })
    await alice()
    await alice()
    expect((await refusal('/ws/1', { authorization: 'Bearer alice' })).status).toBe(429)
    await bob()
  })
})

describe('the talk', () => {
  it('answers ping, subscribes and unsubscribes', async () => {
    const client = await alice()
    client.say({ type: 'ping' })
    client.say({ type: 'subscribe', project_id: 7 })
    client.say({ type: 'subscribe', topic: 'incident' })
    await client.hears(3)
    expect(client.heard).toMatchObject([
      { type: 'pong' },
      { type: 'subscribed', project_id: 7 },
      { type: 'subscribed', topic: 'incident' },
    ])
    hub.toProject(7, { type: 'status', project_id: 7 })
    hub.toTopic('incident', { type: 'incident' })
    hub.toProject(8, { type: 'status', project_id: 8 })
    client.say({ type: 'unsubscribe', project_id: 7 })
    await client.until(() => client.heard.some((one) => one.type === 'unsubscribed'))
    hub.toProject(7, { type: 'status', project_id: 7, late: true })
    client.say({ type: 'ping' })
    await client.until(() => client.heard.at(-1)?.type === 'pong')
    expect(client.heard.slice(3).map((one) => one.type)).toEqual(['status', 'incident', 'unsubscribed', 'pong'])
  })

  it('answers what it does not understand with an error in the listener’s language, and stays open', async () => {
    const client = await bob()
    const nonsense = [
      'not json',
      '[]',
      '{"type":"subscribe"}',
      '{"type":"subscribe","project_id":"7"}',
      '{"type":"delete"}',
      '{"type":"ping","x":1}',
    ]
    for (const one of nonsense) client.say(one)
    client.socket.send(Buffer.from([1, 2, 3]))
    await client.hears(nonsense.length + 1)
    expect(client.heard.every((one) => one.type === 'error' && one.code === 'validation')).toBe(true)
    expect(client.heard[0]?.message).toMatch(/not understood/)
    client.say({ type: 'ping' })
    await client.until(() => client.heard.at(-1)?.type === 'pong')
  })

  it('refuses a project that is not there', async () => {
    const client = await alice()
    client.say({ type: 'subscribe', project_id: 100 })
    expect((await client.hears(1))[0]).toMatchObject({ type: 'error', code: 'not_found', project_id: 100 })
    expect(hub.isWatched(100)).toBe(false)
  })

  it('says one thing to each in their own language', async () => {
    const [first, second] = await Promise.all([alice(), bob()])
    hub.toAll((language) => ({ said: language === 'ko' ? '안녕' : 'hello' }))
    expect(await first.hears(1)).toEqual([{ said: '안녕' }])
    expect(await second.hears(1)).toEqual([{ said: 'hello' }])
  })

  it('says a person’s news to that person alone', async () => {
    const [first, second] = await Promise.all([alice(), bob()])
    hub.toPerson(1, { mine: true })
    hub.toAll({ all: true })
    await Promise.all([first.hears(2), second.hears(1)])
    expect(second.heard).toEqual([{ all: true }])
  })

  it('closes a stream that talks without end', async () => {
    await app.close()
    await listen({ messagesPer10s: 20 })
    const client = await alice()
    for (let count = 0; count < 25; count++) client.say({ type: 'ping' })
    await client.until(() => client.closed !== null)
    expect(client.closed?.code).toBe(1008)
  })

  it('closes a stream whose message is too large', async () => {
    const client = await alice()
    client.say('x'.repeat(70_000))
    await client.until(() => client.closed !== null)
    expect(client.closed?.code).toBe(1009)
  })

  it('caps the subscriptions of a stream', async () => {
    await app.close()
    await listen({ subscriptions: 2 })
    const client = await alice()
    for (const id of [1, 2, 3]) client.say({ type: 'subscribe', project_id: id })
    await client.hears(3)
    expect(client.heard[2]).toMatchObject({ type: 'error', code: 'rate_limited' })
  })
})

describe('the end', () => {
  it('closes the streams of a revoked session within a second, and only those', async () => {
    const [first, second] = await Promise.all([alice(), bob()])
    const startedAt = performance.now()
    hub.disconnect(1, [10], 'session ended')
    await first.until(() => first.closed !== null)
    // A second is the promise; a machine that is shared by many tests gets some more.
    expect(performance.now() - startedAt).toBeLessThan(15_000)
    expect(first.closed).toEqual({ code: 4401, reason: 'session ended' })
    hub.disconnect(2, [999], 'another session')
    second.say({ type: 'ping' })
    await second.hears(1)
  })

  it('closes every stream of a person, and streams opened under another role', async () => {
    const [first, second] = await Promise.all([alice(), bob()])
    hub.confirmRole(2, 'viewer')
    hub.disconnect(1, null, 'all')
    await first.until(() => first.closed !== null)
    hub.confirmRole(2, 'user')
    await second.until(() => second.closed !== null)
    expect(second.closed?.code).toBe(4401)
  })

  it('closes the streams of a revoked token', async () => {
    const robot = await new Client('/ws/me', { headers: { authorization: 'Bearer robot' } }).opened()
    hub.disconnectTokens([8], 'other')
    hub.disconnectTokens([9], 'revoked')
    await robot.until(() => robot.closed !== null)
    expect(robot.closed?.reason).toBe('revoked')
  })

  it('lets a peer go that shows no life', async () => {
    await app.close()
    await listen({ heartbeatMs: 50 })
    const client = await alice()
    client.socket.pong = () => undefined
    await client.until(() => client.closed !== null)
    await expect.poll(() => hub.listeners(), { timeout: 10_000 }).toBe(0)
  })

  it('makes people prove anew who they are after a while', async () => {
    await app.close()
    await listen({ maxAgeMs: 50 })
    const client = await alice()
    await client.until(() => client.closed !== null)
    expect(client.closed?.code).toBe(4408)
  })

  it('lets a stalled reader go without delaying the others', async () => {
    const stalled = await alice()
    const lively = await bob()
    stalled.socket.pause()
    const chunk = 'x'.repeat(60_000)
    for (let count = 0; count < 200; count++) {
      hub.toAll({ count, chunk })
      if (count % 20 === 0) await lively.hears(count)
    }
    await lively.hears(200)
    expect(hub.listeners()).toBe(1)
    expect(lively.heard.map((one) => one.count)).toEqual(Array.from({ length: 200 }, (_, index) => index))
  })

  it('survives a peer that breaks the connection in the middle of the handshake', async () => {
    for (let count = 0; count < 20; count++) {
      const socket = net.connect(port, '127.0.0.1')
      await once(socket, 'connect')
      socket.write(
        `GET /ws/1 HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer alice\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
      )
      socket.resetAndDestroy()
    }
    const client = await alice()
    client.say({ type: 'ping' })
    await client.hears(1)
    await expect.poll(() => hub.listeners(), { timeout: 10_000 }).toBe(1)
  })

  it('says goodbye when the server stops', async () => {
    const client = await alice()
    await app.close()
    await client.until(() => client.closed !== null)
    expect(client.closed?.code).toBe(1001)
    await expect.poll(() => hub.listeners(), { timeout: 10_000 }).toBe(0)
  })
})
