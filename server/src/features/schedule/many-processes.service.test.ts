import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/operation.ts'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'
import { createPostgresDatabase } from '#test/databases.ts'
import { redisAnswers, redisTitle, testRedisUrl } from '#test/redis.ts'
import { type HttpTarget, startHttpTarget } from '#test/targets/http-target.ts'

const manager: Actor = { kind: 'person', personId: 1, role: 'manager', sessionId: 1, name: 'manager' }

describe.skipIf(!redisAnswers)(`many processes on PostgreSQL ${redisTitle}`, () => {
  let target: HttpTarget
  let store: { url: string; drop: () => Promise<void> }
  const apps = new Set<TestApp>()

  const open = async (roles: string): Promise<TestApp> => {
    const app = await buildTestApp({
      BONGSU_ROLES: roles,
      BONGSU_DATABASE_URL: store.url,
      BONGSU_REDIS_URL: testRedisUrl,
      BONGSU_SECRET_KEY: 'a-key-for-tests-a-key-for-tests-a-key',
      BONGSU_OUTBOUND_ALLOW: '127.0.0.0/8',
      BONGSU_MIN_CHECK_INTERVAL: '10',
    })
    apps.add(app)
    await app.start()
    return app
  }
  const close = async (app: TestApp): Promise<void> => {
    apps.delete(app)
    await app.close()
  }

  beforeEach(async () => {
    store = await createPostgresDatabase()
    target = await startHttpTarget()
  })
  afterEach(async () => {
    await Promise.all([...apps].map(close))
    await target.close()
    await store.drop()
  })

  // biome-ignore lint/suspicious/noExplicitAny: tests look at wire JSON, whose shape the runner has checked
  const call = async (on: TestApp, name: string, input: object = {}): Promise<any> => {
    const operation = on.operations.find((one) => one.name === name)
    if (!operation) throw new Error(`there is no operation "${name}"`)
    const signal = new AbortController().signal
    return on.run(operation, input, { actor: manager, language: 'en', origin: { door: 'http' }, signal })
  }
  const until = async (condition: () => Promise<boolean> | boolean, ms = 30_000): Promise<void> => {
    for (const end = Date.now() + ms; Date.now() < end; await sleep(50)) if (await condition()) return
    throw new Error('it did not come to that in time')
  }
  const looks = (app: TestApp) =>
    app.database.all<{ monitor_id: number; slot_at: number }>('select monitor_id, slot_at from result')

  it('share the looks, each slot once, and one answers for all', async () => {
    const door = await open('api')
    const [first, second] = [await open('scheduler,worker'), await open('scheduler,worker')]
    for (let n = 0; n < 20; n++) {
      await call(door, 'create-project', { title: `P${n}`, url: `${target.url}/${n}`, check_interval: 10 })
    }
    await until(async () => new Set((await looks(door)).map((look) => look.monitor_id)).size === 20)
    await sleep(21_000)
    const all = await looks(door)
    expect(new Set(all.map((look) => `${look.monitor_id} ${look.slot_at}`)).size).toBe(all.length)
    // Every look was made once: nobody asked the target in vain.
    expect(target.requests.length - all.length).toBeLessThanOrEqual(20)
    expect(all.length).toBeGreaterThanOrEqual(20 * 2)
    const status = await call(door, 'get-scheduler-status')
    expect(status).toMatchObject({ monitors: 20, running_projects: 20, is_running: true })
    expect(status.processes.length).toBe(3)
    expect(status.skipped).toMatchObject({ late: 0, overlap: 0, queue: 0, missed: 0 })
    expect(status.leader).not.toBeNull()
    expect([first, second].every((app) => app.operations.length > 0)).toBe(true)
  }, 90_000)

  it('go on when the leader leaves, and obey a switch thrown in another process', async () => {
    const door = await open('api')
    const leader = await open('scheduler')
    const worker = await open('scheduler,worker')
    await call(door, 'create-project', { title: 'P', url: `${target.url}/`, check_interval: 10 })
    await until(() => target.requests.length > 0)
    await close(leader)
    const before = target.requests.length
    await until(() => target.requests.length > before)
    await call(door, 'stop-scheduler')
    await sleep(500)
    const stopped = target.requests.length
    await sleep(11_000)
    expect(target.requests.length).toBe(stopped)
    await call(door, 'start-scheduler')
    await until(() => target.requests.length > stopped)
    expect(worker.operations.length).toBeGreaterThan(0)
  }, 120_000)
})
