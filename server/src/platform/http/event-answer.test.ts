import { text } from '@bongsu/contract/text.ts'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { systemClock } from '#kernel/clock.ts'
import { Failure } from '#kernel/errors.ts'
import { Services } from '#kernel/service.ts'
import { silentLog } from '#platform/log/log.ts'
import { operation } from '#platform/operations/operation.ts'
import { createRunner } from '#platform/operations/runner.ts'
import { openTestSqlite, type TestDatabase } from '#test/databases.ts'
import { createHttp } from './server.ts'

let store: TestDatabase
let app: FastifyInstance
let base: string
let release: (() => void) | undefined
let gone: Promise<unknown>

/** Says that it has begun and waits until it may end. */
const baking = operation({
  name: 'bake-thing',
  summary: text('시험용', 'For this test'),
  access: 'projects.read',
  effect: 'read',
  progress: true,
  http: { method: 'POST', path: '/api/v1/bake' },
  input: z.strictObject({ end: z.enum(['well', 'burnt', 'broken']) }),
  output: z.object({ loaf: z.number() }),
  async run(ctx, { end }) {
    const { promise, resolve } = Promise.withResolvers<void>()
    release = resolve
    gone = new Promise((left) => ctx.signal.addEventListener('abort', () => left(ctx.signal.reason)))
    if (end === 'burnt') throw new Failure('conflict', text('탔습니다.', 'It is burnt.'))
    ctx.onProgress?.({ at_ms: 1, phase: 'oven', label: ctx.language === 'ko' ? '굽기' : 'Baking', is_part: false })
    await promise
    if (end === 'broken') throw new Error('secret internals')
    return { loaf: 7 }
  },
})

beforeEach(async () => {
  release = undefined
  store = await openTestSqlite()
  const services = new Services()
  app = await createHttp({
    operations: [baking],
    run: createRunner({ database: store.database, clock: systemClock, services, writeAudit: async () => undefined }),
    authenticate: async () => ({
      actor: { kind: 'person', personId: 7, role: 'user', sessionId: 1, name: 'Kim' },
      proof: 'header',
    }),
    rateRules: () => ({ max: 1000, windowMs: 60_000 }),
    defaultLanguage: () => 'en',
    trustedProxies: 0,
    log: silentLog(),
    now: Date.now,
  })
  base = await app.listen({ port: 0, host: '127.0.0.1' })
})
afterEach(async () => {
  await app.close()
  await store.close()
})

const bake = (end: string, accept = 'text/event-stream', signal?: AbortSignal) =>
  fetch(`${base}/api/v1/bake`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ end }),
    ...(signal ? { signal } : {}),
  })

/** The first piece is read before the work may end: it is not kept back. */
async function firstThenRest(answer: Response): Promise<[string, string]> {
  const reader = (answer.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
  const { value: first = '' } = await reader.read()
  release?.()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return [first, rest]
    rest += value
  }
}
const oven = 'event: progress\ndata: {"at_ms":1,"phase":"oven","label":"Baking","is_part":false}\n\n'

describe('an answer in events', () => {
  it('tells what is done while it is done, and then the result', async () => {
    const answer = await bake('well')
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    expect(await firstThenRest(answer)).toEqual([oven, 'event: result\ndata: {"loaf":7}\n\n'])
  })

  it('is for those who ask for it; others get one piece', async () => {
    const answer = bake('well', 'application/json')
    await expect.poll(() => release).toBeTruthy()
    release?.()
    expect(await (await answer).json()).toEqual({ loaf: 7 })
  })

  it('has the status of a refusal that comes before there is news', async () => {
    const refused = await bake('burnt')
    expect(refused.status).toBe(409)
    expect(await refused.json()).toEqual({ error: { code: 'conflict', message: 'It is burnt.' } })
    expect((await bake('raw')).status).toBe(400)
  })

  it('ends with the error that comes later, without our internals', async () => {
    const [, rest] = await firstThenRest(await bake('broken'))
    expect(rest).toMatch(/^event: error\ndata: {"error":{"code":"internal",/)
    expect(rest).not.toContain('secret')
  })

  it('ends the work when the reader has gone', async () => {
    const leaving = new AbortController()
    const answer = await bake('well', 'text/event-stream', leaving.signal)
    await answer.body?.getReader().read()
    leaving.abort()
    expect(String(await gone)).toContain('the client has gone')
    release?.()
  })
})
