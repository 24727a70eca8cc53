import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { EventDispatcher } from '#platform/db/events.ts'
import { openPostgres } from '#platform/db/postgres.ts'
import { openSqlite } from '#platform/db/sqlite.ts'
import { createPostgresDatabase } from '#test/databases.ts'
import { runServerFault } from './server-fault-run.ts'

/** The long form: `npm run fault -- 100 7` (kills, seed). A seed that fails becomes a case of its own here. */
const kills = Number(process.env.BONGSU_FAULT_KILLS ?? 8)
const seed = Number(process.env.BONGSU_FAULT_SEED ?? 1)
const engines = (process.env.BONGSU_TEST_DATABASES ?? 'sqlite').split(',')

it.each(engines)(
  `a server that is killed ${kills} times loses no change, opens no second incident and keeps the order, on %s, seed ${seed}`,
  async (engine) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'bongsu-fault-'))
    const postgres = engine === 'postgres' ? await createPostgresDatabase() : null
    const file = join(dataDir, 'bongsu.db')
    const events = new EventDispatcher(() => undefined)
    const ignore = () => undefined
    try {
      const report = await runServerFault({
        seed,
        kills,
        monitors: 12,
        dataDir,
        databaseUrl: postgres?.url ?? `sqlite:${file}`,
        openStore: async () =>
          postgres ? openPostgres(postgres.url, events, ignore) : openSqlite(file, events, ignore),
      })
      console.info(JSON.stringify(report))
      expect(report.broken).toEqual([])
      expect(report.changes).toBeGreaterThan(kills)
    } finally {
      await postgres?.drop()
      rmSync(dataDir, { recursive: true, force: true })
    }
  },
  120_000 + kills * 15_000,
)
