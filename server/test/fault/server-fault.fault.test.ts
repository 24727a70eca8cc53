import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { EventDispatcher } from '#platform/db/events.ts'
import { openPostgres } from '#platform/db/postgres.ts'
import { openSqlite } from '#platform/db/sqlite.ts'
import { createPostgresDatabase } from '#test/databases.ts'
import { mayOwnRedis, ownRedis } from './own-redis.ts'
import { runServerFault, type ServerFaultPlan, type ServerFaultReport } from './server-fault-run.ts'

/** The long form: `npm run fault -- 100 7` (kills, seed). A seed that fails becomes a case of its own here. */
const kills = Number(process.env.BONGSU_FAULT_KILLS ?? 4)
const seed = Number(process.env.BONGSU_FAULT_SEED ?? 1)
const engines = (process.env.BONGSU_TEST_DATABASES ?? 'sqlite').split(',')
const killingMs = 120_000 + kills * 30_000
/** What comes after the last kill: every monitor is looked at until it shows what its target is, everything is told. */
const limitMs = killingMs + 900_000

/**
 * The work of a process that died is done by the others within a minute. Where the others are dead as well, or two die
 * one right after the other, how long a start takes is the machine's.
 */
const promisedMs = 60_000

function expectKept(report: ServerFaultReport): void {
  console.info(JSON.stringify(report))
  expect(report.broken).toEqual([])
  expect(report.kills, 'kills there was time for').toBe(kills)
  expect(report.changes).toBeGreaterThan(kills)
}

async function onStore(
  engine: string,
  run: (plan: ServerFaultPlan) => Promise<ServerFaultReport>,
): Promise<ServerFaultReport> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bongsu-fault-'))
  const postgres = engine === 'postgres' ? await createPostgresDatabase() : null
  const file = join(dataDir, 'bongsu.db')
  const events = new EventDispatcher(() => undefined)
  const ignore = () => undefined
  try {
    return await run({
      seed,
      kills,
      killingMs,
      monitors: 12,
      dataDir,
      databaseUrl: postgres?.url ?? `sqlite:${file}`,
      openStore: async () => (postgres ? openPostgres(postgres.url, events, ignore) : openSqlite(file, events, ignore)),
    })
  } finally {
    await postgres?.drop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

it.each(engines)(
  `a server that is killed ${kills} times loses no change, opens no second incident and keeps the order, on %s, seed ${seed}`,
  async (engine) => expectKept(await onStore(engine, runServerFault)),
  limitMs,
)

const title = mayOwnRedis ? '' : ' (skipped: it needs a redis-server of its own, install one)'
it.skipIf(!engines.includes('postgres') || !mayOwnRedis)(
  `so do an API, a scheduler and two workers that die one at a time, with a Redis that is lost in the middle, seed ${seed}${title}`,
  async () => {
    const redis = await ownRedis()
    try {
      await redis.start()
      const processes = ['api', 'scheduler', 'worker', 'worker']
      const report = await onStore('postgres', (plan) => runServerFault({ ...plan, processes, redis }))
      expectKept(report)
      expect(report.longestGapMs).toBeLessThan(promisedMs + 2 * report.slowestStartMs)
    } finally {
      await redis.stop()
    }
  },
  limitMs,
)
