import { connect } from 'node:net'
import { text } from '@bongsu/contract/text.ts'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { systemClock } from '#kernel/clock.ts'
import { Failure } from '#kernel/errors.ts'
import type { Actor } from '#kernel/operation.ts'
import { Services } from '#kernel/service.ts'
import { silentLog } from '#platform/log/log.ts'
import { type AnyOperation, operation } from '#platform/operations/operation.ts'
import { type AuditEntry, createRunner } from '#platform/operations/runner.ts'
import { openTestSqlite, type TestDatabase } from '#test/databases.ts'
import type { Caller } from './contract.ts'
import { networkOf } from './rate-limit.ts'
import { createHttp } from './server.ts'

const summary = text('시험용', 'For this test')

const operations: AnyOperation[] = [
  operation({
    name: 'read-thing',
    summary,
    access: 'projects.read',
    effect: 'read',
    http: { method: 'GET', path: '/api/v1/things/{id}' },
    input: z.strictObject({
      id: z.int().min(1),
      deep: z.boolean().default(false),
      tags: z.array(z.string()).default([]),
    }),
    output: z.object({ id: z.int(), deep: z.boolean(), tags: z.array(z.string()) }),
    run: async (_ctx, input) => input,
  }),
  operation({
    name: 'write-thing',
    summary,
    access: 'projects.write',
    effect: 'write',
    http: { method: 'POST', path: '/api/v1/things', status: 201 },
    input: z.strictObject({ name: z.string().min(2), api_key: z.string().optional() }),
    output: z.object({ name: z.string() }),
    run: async (_ctx, input) => {
      if (input.name === 'taken') throw new Failure('conflict', text('이미 있습니다.', 'It exists already.'))
      if (input.name === 'broken') throw new Error('secret internals')
      return { name: input.name }
    },
  }),
  operation({
    name: 'open-thing',
    summary,
    access: 'public',
    effect: 'read',
    http: { method: 'GET', path: '/api/v1/open' },
    rate: 'sign-in',
    input: z.strictObject({}),
    output: z.object({ ok: z.boolean() }),
    run: async () => ({ ok: true }),
  }),
]

const waiting = operation({
  name: 'wait-for-thing',
  summary,
  access: 'public',
  effect: 'write',
  transaction: 'none',
  http: { method: 'POST', path: '/api/v1/wait' },
  input: z.strictObject({ ms: z.int() }),
  output: z.object({ waited: z.boolean() }),
  run: async (ctx, { ms }) => {
    begun += 1
    const gone = new Promise<boolean>((resolve) => {
      ctx.signal.addEventListener('abort', () => resolve(false))
    })
    const waited = await Promise.race([ctx.clock.sleep(ms).then(() => true), gone])
    if (!waited) left += 1
    return { waited }
  },
})
operations.push(waiting)
let begun = 0
let left = 0

const person = (role: 'viewer' | 'user'): Actor => ({ kind: 'person', personId: 7, role, sessionId: 1, name: 'Kim' })

const allowances = { 'sign-in': 2, 'sign-up': 2, password: 2, api: 3, console: 1000 }

describe('the HTTP door', () => {
  let store: TestDatabase
  let app: FastifyInstance
  let caller: Caller
  let audited: AuditEntry[]
  let now = 0

  beforeEach(async () => {
    store = await openTestSqlite()
    caller = { actor: person('user'), proof: 'header' }
    audited = []
    const run = createRunner({
      database: store.database,
      clock: systemClock,
      services: new Services(),
      writeAudit: async (_tx, entry) => void audited.push(entry),
      checkOutput: true,
    })
    app = await createHttp({
      operations,
      run,
      authenticate: async () => caller,
      rateRules: (kind) => ({ max: allowances[kind], windowMs: 60_000 }),
      defaultLanguage: () => 'ko',
      trustedProxies: 0,
      log: silentLog(),
      now: () => now,
    })
  })
  afterEach(async () => {
    await app.close()
    await store.close()
  })

  it('reads numbers, booleans and lists from the address', async () => {
    const answer = await app.inject('/api/v1/things/5?deep=true&tags=a,b')
    expect(answer.json()).toEqual({ id: 5, deep: true, tags: ['a', 'b'] })
  })

  it('refuses an unknown field by its name, in the language of the reader', async () => {
    const korean = await app.inject({ method: 'POST', url: '/api/v1/things', payload: { name: 'fine', role: 'admin' } })
    expect(korean.statusCode).toBe(400)
    expect(korean.json().error.details.fields).toEqual([{ path: 'role', message: '알 수 없는 항목입니다.' }])
    const english = await app.inject({
      method: 'POST',
      url: '/api/v1/things',
      payload: { name: 'x' },
      headers: { 'accept-language': 'en-GB,en;q=0.9,ko;q=0.8' },
    })
    expect(english.json().error).toMatchObject({ code: 'validation', details: { fields: [{ path: 'name' }] } })
    expect(english.json().error.message).toBe('name: Must have at least 2 characters.')
  })

  it('speaks as a program asks, to a browser as its person chose, to anybody else as the installation does', async () => {
    const spoken = async (accept?: string) => {
      const headers = accept === undefined ? {} : { 'accept-language': accept }
      const answer = await app.inject({ url: '/api/v1/nowhere', headers })
      return answer.json().error.message.startsWith('There') ? 'en' : 'ko'
    }
    caller = { actor: person('user'), proof: 'header', language: 'ko' }
    expect(await spoken('en')).toBe('en')
    expect(await spoken('*')).toBe('ko')
    expect(await spoken('fr, en;q=0')).toBe('ko')
    caller = { actor: person('user'), proof: 'cookie', language: 'ko' }
    expect(await spoken('en-US,en;q=0.9')).toBe('ko')
    caller = { actor: person('user'), proof: 'header', language: 'en' }
    expect(await spoken()).toBe('en')
    caller = { actor: { kind: 'anonymous' }, proof: 'none' }
    expect(await spoken('en')).toBe('en')
    expect(await spoken()).toBe('ko')
  })

  it('names a field that no object of ours may have', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/things',
      headers: { 'content-type': 'application/json' },
      payload: '{"name":"fine","__proto__":{"role":"admin"}}',
    })
    expect(answer.statusCode).toBe(400)
    expect(answer.json().error.message).toContain('__proto__')
  })

  it('asks strangers to sign in and tells members what they lack', async () => {
    caller = { actor: { kind: 'anonymous' }, proof: 'none' }
    expect((await app.inject('/api/v1/things/5')).statusCode).toBe(401)
    caller = { actor: person('viewer'), proof: 'header' }
    const answer = await app.inject({ method: 'POST', url: '/api/v1/things', payload: { name: 'fine' } })
    expect(answer.statusCode).toBe(403)
    expect(answer.json().error).toEqual({
      code: 'forbidden',
      message: '읽기 전용 계정은 이 작업을 수행할 수 없습니다.',
      details: { permission: 'projects.write', role: 'viewer' },
    })
    expect(audited).toMatchObject([{ action: 'write-thing', outcome: 'refused', details: { code: 'forbidden' } }])
  })

  it('audits what was written, without secrets', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/things',
      payload: { name: 'fine', api_key: 'hush' },
    })
    expect(answer.statusCode).toBe(201)
    expect(audited).toMatchObject([{ action: 'write-thing', outcome: 'done', input: { name: 'fine', api_key: '•••' } }])
  })

  it('keeps its own faults to itself', async () => {
    const answer = await app.inject({ method: 'POST', url: '/api/v1/things', payload: { name: 'broken' } })
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toContain('secret internals')
    expect(audited).toMatchObject([{ outcome: 'failed' }])
  })

  it.each([
    [
      'a body over 1 MB',
      413,
      { payload: JSON.stringify({ name: 'x'.repeat(1_100_000) }), headers: { 'content-type': 'application/json' } },
    ],
    ['broken JSON', 400, { payload: '{"name":', headers: { 'content-type': 'application/json' } }],
    ['a list', 400, { payload: '[1]', headers: { 'content-type': 'application/json' } }],
    ['a form', 400, { payload: 'name=fine', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
  ])('answers %s with %i', async (_what, status, request) => {
    const answer = await app.inject({ method: 'POST', url: '/api/v1/things', ...request })
    expect(answer.statusCode).toBe(status)
    expect(answer.json().error.code).toBe(status === 413 ? 'too_large' : 'validation')
  })

  it('takes a cookie-proved change from its own pages only', async () => {
    caller = { actor: person('user'), proof: 'cookie' }
    const post = (headers: Record<string, string>) =>
      app.inject({ method: 'POST', url: '/api/v1/things', payload: { name: 'fine' }, headers })
    expect((await post({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403)
    expect((await post({ 'sec-fetch-site': 'same-site' })).statusCode).toBe(403)
    expect((await post({ origin: 'https://evil.example' })).statusCode).toBe(403)
    expect((await post({ origin: 'null' })).statusCode).toBe(403)
    expect((await post({ 'sec-fetch-site': 'same-origin' })).statusCode).toBe(201)
    expect((await post({ origin: 'http://localhost:80' })).statusCode).toBe(201)
  })

  it('counts requests, says what is left and when to come back', async () => {
    const first = await app.inject('/api/v1/open')
    expect(first.headers).toMatchObject({
      'x-ratelimit-limit': '2',
      'x-ratelimit-remaining': '1',
      'x-ratelimit-reset': '60',
    })
    await app.inject('/api/v1/open')
    const third = await app.inject('/api/v1/open')
    expect(third.statusCode).toBe(429)
    expect(third.headers['retry-after']).toBe('60')
    now += 60_000
    expect((await app.inject('/api/v1/open')).statusCode).toBe(200)
  })

  it('counts the console apart from what programs of the same person ask for', async () => {
    caller = { actor: person('user'), proof: 'cookie' }
    for (let call = 0; call < 5; call++) expect((await app.inject('/api/v1/things/5')).statusCode).toBe(200)
    caller = { actor: person('user'), proof: 'header' }
    const statuses: number[] = []
    for (let call = 0; call < 4; call++) statuses.push((await app.inject('/api/v1/things/5')).statusCode)
    expect(statuses).toEqual([200, 200, 200, 429])
    caller = { actor: person('user'), proof: 'cookie' }
    expect((await app.inject('/api/v1/things/5')).headers['x-ratelimit-limit']).toBe('1000')
  })

  it('counts a person as one, whichever of their tokens comes, and a service token by itself', async () => {
    const token = (tokenId: number, personId: number | null): Caller => ({
      actor: { kind: 'token', tokenId, personId, role: 'user', name: 'robot', scopes: ['read'], tools: null },
      proof: 'header',
    })
    const remaining = async (who: Caller) => {
      caller = who
      return (await app.inject('/api/v1/things/5')).headers['x-ratelimit-remaining']
    }
    expect(await remaining({ actor: person('user'), proof: 'header' })).toBe('2')
    expect(await remaining(token(1, 7))).toBe('1')
    expect(await remaining(token(2, 7))).toBe('0')
    expect(await remaining(token(3, null))).toBe('2')
    expect(await remaining(token(4, null))).toBe('2')
  })

  it('counts who signs in by their address, whatever proof they bring along', async () => {
    const statuses: number[] = []
    for (const personId of [7, 8, 9]) {
      caller = { actor: { kind: 'person', personId, role: 'user', sessionId: personId, name: 'Kim' }, proof: 'header' }
      statuses.push((await app.inject('/api/v1/open')).statusCode)
    }
    expect(statuses).toEqual([200, 200, 429])
  })

  it('lets a verb wait for the outside world while its caller waits, and no longer', async () => {
    const address = await app.listen({ host: '127.0.0.1', port: 0 })
    const post = (ms: number, signal?: AbortSignal) =>
      fetch(`${address}/api/v1/wait`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ms }),
        ...(signal ? { signal } : {}),
      })
    expect(await (await post(50)).json()).toEqual({ waited: true })
    const leaving = new AbortController()
    const given = post(100_000, leaving.signal)
    await expect.poll(() => begun).toBe(2)
    leaving.abort(new Error('nobody waits any more'))
    await expect(given).rejects.toThrow('nobody waits any more')
    await expect.poll(() => left).toBe(1)
  })

  it('answers an address or a request that cannot be read in its own shape', async () => {
    const bad = await app.inject('/api/v1/things/%zz')
    expect(bad.statusCode).toBe(400)
    expect(bad.json()).toEqual({ error: { code: 'validation', message: '주소(URL)를 해석할 수 없습니다.' } })
    const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
    const raw = (request: string) => answerTo(Number(port), request)
    expect(await raw('NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"validation"/)
    expect(await raw(`GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(70_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 [\s\S]*"code":"too_large"/,
    )
  })

  it('answers unknown addresses in its own shape', async () => {
    const answer = await app.inject('/api/v1/nothing')
    expect(answer.statusCode).toBe(404)
    expect(answer.json().error.code).toBe('not_found')
  })

  it('sends the security headers on every answer', async () => {
    const { headers } = await app.inject('/api/v1/nothing')
    expect(headers['content-security-policy']).toContain("script-src 'self'")
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    })
  })

  it('counts a whole IPv6 network as one caller', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2')
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0')
    expect(networkOf('203.0.113.9')).toBe('203.0.113.9')
  })
})

/** What a listener says to bytes that no HTTP client would send. */
function answerTo(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    socket.on('data', (part) => {
      answer += part
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
  })
}
