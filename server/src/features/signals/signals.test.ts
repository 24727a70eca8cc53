import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { minute, second } from '#kernel/clock.ts'
import type { Actor } from '#kernel/operation.ts'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { FakeClock } from '#test/fake-clock.ts'
import { openAddress } from './address-store.ts'
import { noteListening } from './listening.ts'
import { forgetSignals, inboxOf, insertSignal, newestSignals } from './signal-store.ts'

const somebody = (role: 'manager' | 'viewer'): Actor => ({
  kind: 'person',
  personId: 1,
  role,
  sessionId: 1,
  name: role,
})

describe('the address of a heartbeat monitor', () => {
  let app: TestApp
  let clock: FakeClock
  let id: number
  let path: string

  // biome-ignore lint/suspicious/noExplicitAny: tests look at wire JSON, whose shape the runner has checked
  const call = async (name: string, input: object = {}, role: 'manager' | 'viewer' = 'manager'): Promise<any> => {
    const operation = app.operations.find((one) => one.name === name)
    if (!operation) throw new Error(`there is no operation "${name}"`)
    const signal = new AbortController().signal
    return app.run(operation, input, { actor: somebody(role), language: 'en', origin: { door: 'http' }, signal })
  }
  const send = (url: string, more: { method?: 'GET' | 'HEAD' | 'POST'; payload?: string | Buffer } = {}) =>
    app.http.inject({
      method: more.method ?? 'GET',
      url,
      ...(more.payload === undefined ? {} : { payload: more.payload }),
    })
  const sorts = async () =>
    (await call('list-signals', { id })).items.map(({ sort, exit_code }: { sort: string; exit_code: number | null }) =>
      exit_code === null ? sort : `${sort} ${exit_code}`,
    )

  beforeEach(async () => {
    clock = new FakeClock('2026-03-02T00:00:00Z')
    app = await buildTestApp({}, { clock })
    const project = await call('create-project', { title: 'Batch', url: 'http://batch.example/' })
    const made = await call('create-monitor', {
      id: project.id,
      kind: 'heartbeat',
      options: { when: { by: 'interval', every: 3600 }, grace: 60, max_run: 600 },
    })
    id = made.id
    path = (await call('get-signal-address', { id })).path
  })
  afterEach(() => app.close())

  it('takes signals without a sign-in, by GET, HEAD and POST', async () => {
    expect(path).toMatch(/^\/api\/v1\/heartbeat\/[\w-]{32}$/)
    for (const method of ['GET', 'HEAD', 'POST'] as const) expect((await send(path, { method })).statusCode).toBe(200)
    expect((await send(path)).body).toBe('OK\n')
    for (const word of ['start', 'log', 'fail', 'success', '0', '3', '255'])
      expect((await send(`${path}/${word}`)).statusCode, word).toBe(200)
    expect((await sorts()).slice(0, 7)).toEqual(['fail 255', 'fail 3', 'success 0', 'success', 'fail', 'log', 'start'])
    for (const word of ['256', '-1', 'begin', '1e2']) expect((await send(`${path}/${word}`)).statusCode, word).toBe(404)
  })

  it('keeps the first 10 KB of a body of any type, and how long a run took', async () => {
    await send(`${path}/start`)
    clock.jump(90 * second)
    await send(path, { method: 'POST', payload: Buffer.from(`\u0000가나${'x'.repeat(20_000)}`) })
    const [newest] = (await call('list-signals', { id })).items
    expect(newest).toMatchObject({ sort: 'success', run_ms: 90 * second, came_from: '127.0.0.1' })
    expect(newest.body.startsWith('\uFFFD가나xxx')).toBe(true)
    expect(Buffer.byteLength(newest.body)).toBeLessThanOrEqual(10_240 + 2)
    // A second end has no start of its own.
    await send(path)
    expect((await call('list-signals', { id })).items[0].run_ms).toBeNull()
  })

  it('is found by nobody who does not know it, and shown to no viewer', async () => {
    expect((await send('/api/v1/heartbeat/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')).statusCode).toBe(404)
    expect((await send('/api/v1/heartbeat/')).statusCode).toBe(404)
    await expect(call('get-signal-address', { id }, 'viewer')).rejects.toMatchObject({ code: 'forbidden' })
    const token = path.split('/').at(-1) as string
    const rows = await app.database.all('select * from signal_address')
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('is another one after it was renewed', async () => {
    await send(path)
    const renewed = await call('rotate-signal-address', { id })
    expect(renewed.path).not.toBe(path)
    expect((await send(path)).statusCode).toBe(404)
    expect((await send(renewed.path)).statusCode).toBe(200)
    expect(await sorts()).toEqual(['success', 'success'])
  })

  it('is its own for a copy, and gone with its monitor', async () => {
    const copy = await call('copy-monitor', { id })
    expect((await call('get-signal-address', { id: copy.id })).path).not.toBe(path)
    await call('delete-monitor', { id })
    expect((await send(path)).statusCode).toBe(404)
    await call('restore-monitor', { id })
    expect((await send(path)).statusCode).toBe(200)
  })

  it('belongs to kinds that are signalled only', async () => {
    const { project_id } = await call('get-monitor', { id })
    const other = await call('create-monitor', { id: project_id, kind: 'tcp', options: { host: 'a.example', port: 1 } })
    await expect(call('get-signal-address', { id: other.id })).rejects.toMatchObject({ code: 'conflict' })
    await expect(call('rotate-signal-address', { id: other.id })).rejects.toMatchObject({ code: 'conflict' })
    expect(await app.database.all('select * from signal_address')).toHaveLength(1)
  })

  it('takes sixty signals a minute, and shuts out who tries tokens', async () => {
    for (let count = 0; count < 60; count++) expect((await send(path)).statusCode).toBe(200)
    const refused = await send(path)
    expect(refused.statusCode).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    await clock.advance(minute)
    expect((await send(path)).statusCode).toBe(200)
    for (let count = 0; count < 60; count++)
      expect((await send(`/api/v1/heartbeat/guess-${count}`)).statusCode).toBe(404)
    expect((await send('/api/v1/heartbeat/guess-60')).statusCode).toBe(429)
  })

  it('is judged by a look, which needs no network', async () => {
    const look = async () => {
      let isDone = false
      const looking = call('check-monitor-now', { id }).finally(() => {
        isDone = true
      })
      // The recorder gathers a batch by the clock.
      while (!isDone) {
        await clock.advance(50)
        await new Promise((resolve) => setImmediate(resolve))
      }
      return looking
    }
    expect(await look()).toMatchObject({ state: 'up', message: 'Waiting for the first signal.' })
    await send(`${path}/start`)
    await send(`${path}/2`, { method: 'POST', payload: 'no space left' })
    expect(await look()).toMatchObject({ state: 'down', evidence: { exit_code: 2, said: 'no space left' } })
    await send(path)
    expect(await look()).toMatchObject({ state: 'up' })
    clock.jump(62 * minute)
    expect(await look()).toMatchObject({ state: 'down', error_code: 'timeout' })
  })

  it('reads the body of a client that never stops no longer than it must', async () => {
    await app.http.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.http.server.address() as AddressInfo
    const ended = await new Promise<string>((resolve) => {
      const sending = httpRequest({ port, host: '127.0.0.1', path, method: 'POST' }, (answer) => {
        resolve(String(answer.statusCode))
        sending.destroy()
      })
      sending.on('error', (error) => resolve((error as NodeJS.ErrnoException).code ?? 'error'))
      const chunk = Buffer.alloc(65_536, 120)
      const pump = () => {
        while (!sending.destroyed && sending.write(chunk));
        if (!sending.destroyed) sending.once('drain', pump)
      }
      pump()
    })
    expect(['200', 'ECONNRESET', 'EPIPE']).toContain(ended)
    expect(await sorts()).toEqual(['success'])
  })
})

eachDatabase((open) => {
  let store: TestDatabase
  const sealer = { seal: (plain: string) => plain, open: (sealed: string) => sealed, isCurrent: () => true }
  const at = Date.parse('2026-03-02T00:00:00Z')

  beforeEach(async () => {
    store = await open()
    await store.database.transaction((tx) => openAddress(tx, sealer, 7, at))
  })
  afterEach(() => store.close())
  const keep = (sort: 'start' | 'success' | 'fail' | 'log', when: number) =>
    store.database.transaction((tx) =>
      insertSignal(tx, { monitorId: 7, sort, at: when, exitCode: null, body: null, cameFrom: null }),
    )

  describe('an inbox', () => {
    it('keeps the newest of each sort, whatever else comes in', async () => {
      await keep('success', at)
      for (let count = 0; count < 120; count++) await keep('log', at + count)
      expect(await newestSignals(store.database, 7, 500)).toHaveLength(101)
      expect(await inboxOf(store.database, 7)).toMatchObject({
        openedAt: at,
        succeeded: { at },
        failed: null,
        deaf: null,
      })
      expect(await inboxOf(store.database, 8)).toBeUndefined()
      await store.database.transaction((tx) => forgetSignals(tx, 7))
      expect(await inboxOf(store.database, 7)).toBeUndefined()
    })

    it('knows when nobody listened', async () => {
      await noteListening(store.database, at)
      await noteListening(store.database, at + 30 * second)
      expect((await inboxOf(store.database, 7))?.deaf).toBeNull()
      await noteListening(store.database, at + 10 * minute)
      await noteListening(store.database, at + 10.5 * minute)
      expect((await inboxOf(store.database, 7))?.deaf).toEqual({ from: at + 30 * second, until: at + 10 * minute })
      // Another process whose clock is behind changes nothing.
      await noteListening(store.database, at + 5 * minute)
      expect((await inboxOf(store.database, 7))?.deaf).toEqual({ from: at + 30 * second, until: at + 10 * minute })
    })

    it('notes nothing while nobody can signal', async () => {
      await store.database.transaction((tx) => forgetSignals(tx, 7))
      await noteListening(store.database, at)
      expect(await store.database.all('select * from signal_listening')).toEqual([])
    })
  })
})
