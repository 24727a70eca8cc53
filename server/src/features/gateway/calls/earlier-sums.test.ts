import { expect, it } from 'vitest'
import { day, hour } from '#kernel/clock.ts'
import type { Database } from '#platform/db/contract.ts'
import { loadMigrations, migrate } from '#platform/db/migrate.ts'
import { eachDatabase } from '#test/databases.ts'
import { sumCalls } from './sum-store.ts'

const midnight = Date.UTC(2026, 2, 2)
const migrations = () => loadMigrations(new URL('../../../../migrations', import.meta.url))

/** As the store was before sums knew doors and days. */
async function setBack(database: Database): Promise<void> {
  const made = (await migrations()).find(({ name }) => name === '0012-gateway')
  const before = made?.up(database.engine).find((statement) => statement.startsWith('create table call_hour'))
  for (const table of ['call_hour', 'call_hour_total', 'call_day', 'call_day_tool', 'call_day_caller'])
    await database.run(`drop table ${table}`)
  await database.run(before ?? '')
  await database.run("delete from migration where name in ('0019-call-sums', '0022-call-day-margins')")
}

const sum = (database: Database, at: number, calls: number) =>
  database.run(
    `insert into call_hour (hour_at, tool, person_id, token_id, outcome, source, calls, duration_ms)
     values (?, 'add', 2, 0, 'success', 'own', ?, ?)`,
    [at, calls, calls * 10],
  )
const call = (database: Database, id: number, at: number, door: string) =>
  database.run(
    `insert into tool_call (id, started_at, person_id, door, tool, arguments, duration_ms, outcome)
     values (?, ?, 2, ?, 'add', '{}', 10, 'success')`,
    [id, at, door],
  )

eachDatabase((open) => {
  it('sums of before are kept: with their doors as far as single calls are, else without', async () => {
    const { database, close } = await open()
    await setBack(database)
    await sum(database, midnight - 40 * day, 7)
    // Of this hour the first calls were cleaned away.
    await sum(database, midnight, 3)
    await call(database, 1, midnight + hour - 1, 'mcp')
    await sum(database, midnight + hour, 2)
    await call(database, 2, midnight + hour, 'mcp')
    await call(database, 3, midnight + 2 * hour - 1, 'http')
    expect(await migrate(database, await migrations(), Date.now())).toEqual(['0019-call-sums', '0022-call-day-margins'])
    const calls = async (from: number, door?: string) =>
      (await sumCalls(database, { from, to: midnight + day, door }, [])).map((row) => [row.calls, row.duration_ms])
    expect(await calls(midnight - 50 * day)).toEqual([[12, 120]])
    expect(await calls(midnight)).toEqual([[5, 50]])
    expect(await calls(midnight, 'mcp')).toEqual([[1, 10]])
    expect(await database.all('select sum(calls) as calls from call_hour_total')).toEqual([{ calls: 12 }])
    await close()
  })
})
