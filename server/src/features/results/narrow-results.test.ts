import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Database, Engine } from '#platform/db/contract.ts'
import { EventDispatcher } from '#platform/db/events.ts'
import { loadMigrations, migrate } from '#platform/db/migrate.ts'
import { openPostgres } from '#platform/db/postgres.ts'
import { openSqlite } from '#platform/db/sqlite.ts'
import { createPostgresDatabase, eachDatabase } from '#test/databases.ts'
import { latestLook, resultsBackwards } from './result-store.ts'

const complain = (message: string) => console.error(message)
const narrowing = '0014-narrow-results'

/** A store that no migration has touched yet. */
async function withEmpty(engine: Engine, work: (database: Database) => Promise<void>): Promise<void> {
  const events = new EventDispatcher(complain)
  const folder = mkdtempSync(join(tmpdir(), 'bongsu-test-'))
  const postgres = engine === 'postgres' ? await createPostgresDatabase() : undefined
  const database = postgres
    ? openPostgres(postgres.url, events, complain)
    : openSqlite(join(folder, 'bongsu.db'), events, complain)
  try {
    await work(database)
  } finally {
    await database.close()
    await postgres?.drop()
    rmSync(folder, { recursive: true, force: true })
  }
}

eachDatabase((_open, engine) => {
  describe('a store of an older release', () => {
    it('keeps every result as it was, retries and flags too', () =>
      withEmpty(engine, async (database) => {
        const all = await loadMigrations(new URL('../../../migrations', import.meta.url))
        await migrate(
          database,
          all.filter(({ name }) => name < narrowing),
          0,
        )
        const columns = 'monitor_id, slot_at, state, duration, phases, status_code, retries, error, flags'
        for (const [slotAt, state, status, retries, error, flags] of [
          [1000, 0, 200, 0, null, 0],
          [2000, 2, 503, 2, 5, 9],
          [3000, 3, null, 100, 10, 31],
        ] as const) {
          const values = [7, slotAt, state, 1234, new Uint8Array([1, 5]), status, retries, error, flags]
          await database.run(`insert into result (${columns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`, values)
          await database.run(
            `insert into latest_look (${columns}, checked_at, message) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '{}')
             on conflict (monitor_id) do update set slot_at = excluded.slot_at, retries = excluded.retries, flags = excluded.flags`,
            values,
          )
        }
        await migrate(database, all, 0)
        const results = await resultsBackwards(database, 7, { from: 0, before: 9000, most: 9 })
        const common = { monitorId: 7, durationMs: 123.4, timings: { dns_ms: 0.5 } }
        expect(results).toEqual([
          {
            ...common,
            slotAt: 3000,
            state: 'unknown',
            statusCode: null,
            attempts: 101,
            errorCode: 'own_fault',
            isManual: true,
            inMaintenance: true,
          },
          {
            ...common,
            slotAt: 2000,
            state: 'down',
            statusCode: 503,
            attempts: 3,
            errorCode: 'http',
            isManual: true,
            inMaintenance: true,
          },
          {
            ...common,
            slotAt: 1000,
            state: 'up',
            statusCode: 200,
            attempts: 1,
            errorCode: null,
            isManual: false,
            inMaintenance: false,
          },
        ])
        expect(await latestLook(database, 7)).toMatchObject({ slotAt: 3000, attempts: 101, isManual: true })
        const again = database.run(
          'insert into result (monitor_id, slot_at, state, duration, flags) values (7, 3000, 0, 0, 0)',
        )
        await expect(again).rejects.toThrow()
      }))
  })
})
