import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '#platform/db/contract.ts'
import { EventDispatcher } from '#platform/db/events.ts'
import { openPostgres } from '#platform/db/postgres.ts'
import { createPostgresDatabase, postgresAnswers } from '#test/databases.ts'
import { RealServer, until } from '#test/fault/real-server.ts'
import { redisAnswers, redisTitle, testRedisUrl } from '#test/redis.ts'
import { type HttpTarget, startHttpTarget } from '#test/targets/http-target.ts'

/** Longer than a queue needs to take a worker for dead, or a process to follow a leader that died. */
const interval = 60

describe.skipIf(!postgresAnswers)('a look whose process dies in the middle', () => {
  let store: { url: string; drop: () => Promise<void> }
  let database: Database
  let target: HttpTarget
  let folder: string
  /** Requests that came while the target answered nobody. */
  let held: (() => void)[] = []
  let holds = false
  const servers: RealServer[] = []

  beforeEach(async () => {
    held = []
    holds = false
    folder = mkdtempSync(join(tmpdir(), 'bongsu-death-'))
    store = await createPostgresDatabase()
    database = openPostgres(store.url, new EventDispatcher(() => undefined), () => undefined)
    target = await startHttpTarget((_request, response) => {
      if (holds) held.push(() => response.end('hello'))
      else response.end('hello')
    })
  })
  afterEach(async () => {
    for (const server of servers) if (server.isRunning) process.kill(server.pid, 'SIGCONT')
    await Promise.all(servers.splice(0).map((server) => server.kill()))
    for (const answer of held) answer()
    await target.close()
    await database.close()
    await store.drop()
    rmSync(folder, { recursive: true, force: true })
  })

  const open = async (roles: string, environment: Record<string, string>): Promise<RealServer> => {
    const server = new RealServer({
      dataDir: folder,
      environment: {
        BONGSU_ROLES: roles,
        BONGSU_DATABASE_URL: store.url,
        BONGSU_SECRET_KEY: 'a-key-for-tests-a-key-for-tests-a-key',
        ...environment,
      },
    })
    servers.push(server)
    await server.begin()
    return server
  }
  const watch = async (door: RealServer, seconds: number): Promise<number> => {
    const project = { title: 'P', url: `${target.url}/`, check_interval: seconds }
    const { monitors } = await door.call<{ monitors: { id: number }[] }>('POST', '/projects', project)
    // No repeat stands for a second look.
    await door.call('PATCH', `/monitors/${monitors[0]?.id}`, { retry_count: 1, timeout: 30 })
    return monitors[0]?.id as number
  }
  const slots = (from: number, to: number) =>
    database.all<{ slot_at: number }>('select slot_at from result where slot_at >= ? and slot_at < ?', [from, to])

  describe.skipIf(!redisAnswers)(`with workers ${redisTitle}`, () => {
    const environment = { BONGSU_REDIS_URL: testRedisUrl }

    it('is made by another one, under its own slot and once', async () => {
      const door = await open('api,scheduler', environment)
      await door.signIn()
      const dying = await open('worker', environment)
      holds = true
      const before = Date.now()
      await watch(door, interval)
      await until('the first look', () => held.length > 0)
      const during = Date.now()
      await dying.kill()
      holds = false
      await open('worker', environment)
      await until('its result', async () => (await slots(before, during)).length > 0)
      expect(target.requests.length).toBeGreaterThanOrEqual(2)
      expect((await slots(before, during)).length).toBe(1)
    })

    it('leaves one result when the one that was taken for dead comes back with its own', async () => {
      const door = await open('api,scheduler', environment)
      await door.signIn()
      const frozen = await open('worker', environment)
      holds = true
      const before = Date.now()
      const id = await watch(door, interval)
      await until('the first look', () => held.length > 0)
      const during = Date.now()
      process.kill(frozen.pid, 'SIGSTOP')
      holds = false
      await open('worker', environment)
      await until('the result of the other one', async () => (await slots(before, during)).length > 0)
      process.kill(frozen.pid, 'SIGCONT')
      for (const answer of held) answer()
      await until('its own look', async () => (await frozen.metric('bongsu_checks_total')) === 1)
      await until('nothing waits', async () => (await frozen.metric('bongsu_results_waiting')) === 0)
      expect((await slots(before, during)).length).toBe(1)
      expect(await door.call('GET', `/monitors/${id}`)).toMatchObject({ state: 'up' })
    })
  })

  it('is made by the process that follows, on PostgreSQL alone', async () => {
    const dying = await open('api,scheduler,worker', {})
    await dying.signIn()
    const following = await open('api,scheduler,worker', {})
    // Half of it is more than a follower needs to see that the leader has died.
    await watch(dying, 30)
    await until('the first result', async () => (await slots(0, Number.MAX_SAFE_INTEGER)).length > 0)
    holds = true
    const before = Date.now()
    await until('the next look', () => held.length > 0)
    const during = Date.now()
    await dying.kill()
    holds = false
    await until('its result', async () => (await slots(before - 1_000, during)).length > 0)
    expect((await slots(before - 1_000, during)).length).toBe(1)
    expect(following.isRunning).toBe(true)
    const all = await slots(0, Number.MAX_SAFE_INTEGER)
    expect(new Set(all.map(({ slot_at }) => slot_at)).size).toBe(all.length)
  })
})
