import { setTimeout as sleep } from 'node:timers/promises'
import { cleanUpResults } from '../server/src/features/results/clean-up.ts'
import { insertResults } from '../server/src/features/results/result-store.ts'
import { day, minute, systemClock } from '../server/src/kernel/clock.ts'
import type { Database } from '../server/src/platform/db/contract.ts'
import { withFolder } from './lib/folder.ts'
import { seedResults, seedRollUps, someResult } from './lib/history.ts'
import { waitedForCoreMs } from './lib/latency.ts'
import { randomFrom } from './lib/shapes.ts'
import { type BytesOf, withPostgres, withSqlite } from './lib/stores.ts'
import type { Bench } from './run.ts'

const monitors = Array.from({ length: 2000 }, (_, index) => ({ id: index + 1 }))
const limits = { bytes: 80, delayMs: 100 }
/** What the product keeps unless it is told otherwise. */
const kept = { rawDays: 30, fiveMinutesDays: 7, hourDays: 90, dayMonths: 25 }

/** Bytes of a stored result, and what deleting old ones does to those that come in. The number is millions of results. */
export const bench: Bench = async (millions = 10) => {
  const rows = millions * 1_000_000
  const sqlite = await withFolder((folder) =>
    withSqlite(folder, (database, bytesOf) => measure(database, bytesOf, rows)),
  )
  const postgres = await withPostgres((database, bytesOf) => measure(database, bytesOf, rows))
  return {
    line: `SQLite ${said(sqlite)}; PostgreSQL ${postgres ? said(postgres) : 'absent'} (limits ${limits.bytes} B, ${limits.delayMs} ms)`,
    figures: { ...named('sqlite', sqlite), ...(postgres ? named('postgres', postgres) : {}) },
  }
}

type Figures = Awaited<ReturnType<typeof measure>>

const said = (figures: Figures): string =>
  `${figures.bytesPerResult.toFixed(1)} B a result (${(figures.rows / 1e6).toFixed(1)} M), ${figures.mbPerMonitor.toFixed(1)} MB a monitor at 60 s for good; ${(figures.deleted / 1e6).toFixed(1)} M deleted in ${figures.seconds.toFixed(0)} s, longest step ${figures.longestStepMs.toFixed(0)} ms, a batch of results waits ≤ ${figures.longestWaitMs.toFixed(0)} ms (p99 ${figures.waitP99Ms.toFixed(0)}), loop held ≤ ${figures.loopMs.toFixed(0)} ms`

const named = (engine: string, figures: Figures) =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${engine}_${name}`, value]))

async function measure(database: Database, bytesOf: BytesOf, most: number) {
  const random = randomFrom(3)
  const now = Math.floor(Date.now() / minute) * minute
  const from = now - 2 * day - Math.ceil(most / monitors.length) * minute
  const rows = await seedResults(database, monitors, from, now, random, most)
  const bytesPerResult = (await bytesOf('result')) / rows
  const rollUps = await rollUpBytes(database, bytesOf, now)
  await database.run(
    `insert into latest_look (monitor_id, slot_at, checked_at, state, duration, flags, message)
     select distinct monitor_id, 0, 0, 0, 0, 0, '{}' from result where slot_at < ?`,
    [from + minute],
  )
  // Everything is older than a day, so this is a month's clean-up at once.
  return {
    rows,
    bytesPerResult,
    mbPerMonitor: mbForGood(bytesPerResult, rollUps),
    ...(await cleanUp(database, random)),
  }
}

/** Bytes of a row of each size of roll-up. */
async function rollUpBytes(database: Database, bytesOf: BytesOf, now: number) {
  const some = monitors.slice(0, 100)
  await seedRollUps(database, some, { days: 30, fiveMinutesDays: 7, timeZone: 'Asia/Seoul' }, now)
  const perRow = async (table: string) => {
    const [row] = await database.all<{ n: number }>(`select count(*) as n from ${table}`)
    return (await bytesOf(table)) / Number(row?.n)
  }
  return {
    fiveMinutes: await perRow('roll_up_five_minutes'),
    hour: await perRow('roll_up_hour'),
    day: await perRow('roll_up_day'),
  }
}

/** What a monitor at 60 s takes once everything kept is there: it grows no further. */
function mbForGood(result: number, rollUps: Awaited<ReturnType<typeof rollUpBytes>>): number {
  const bytes =
    kept.rawDays * 1440 * result +
    kept.fiveMinutesDays * 288 * rollUps.fiveMinutes +
    kept.hourDays * 24 * rollUps.hour +
    kept.dayMonths * 30.4 * rollUps.day
  return bytes / 1e6
}

/** Times are without waiting for a core that others hold. */
async function cleanUp(database: Database, random: () => number) {
  const steps: number[] = []
  const timed: Database = {
    ...database,
    transaction: (work) =>
      own(
        (ms) => steps.push(ms),
        () => database.transaction(work),
      ),
  }
  const isOver = new AbortController()
  const recording = recordMeanwhile(database, random, isOver.signal)
  const holding = longestHold(isOver.signal)
  const began = performance.now()
  const report = await cleanUpResults(
    { database: timed, clock: systemClock },
    { ...kept, rawDays: 1 },
    { signal: new AbortController().signal },
  )
  const seconds = (performance.now() - began) / 1000
  isOver.abort()
  const waits = (await recording).sort((a, b) => a - b)
  return {
    deleted: report.raw,
    seconds,
    longestStepMs: Math.max(...steps),
    longestWaitMs: waits.at(-1) ?? 0,
    waitP99Ms: waits[Math.ceil(waits.length * 0.99) - 1] ?? 0,
    loopMs: await holding,
  }
}

/** How long at most the loop was not free for others. */
async function longestHold(signal: AbortSignal): Promise<number> {
  let longest = 0
  while (!signal.aborted) {
    await own(
      (ms) => {
        longest = Math.max(longest, ms)
      },
      () => sleep(1),
    )
  }
  return longest
}

async function own<Result>(spent: (ms: number) => void, work: () => Promise<Result>): Promise<Result> {
  const [from, waited] = [performance.now(), waitedForCoreMs(process.pid)]
  const result = await work()
  spent(performance.now() - from - (waitedForCoreMs(process.pid) - waited))
  return result
}

/** Batches as the recorder writes them, while old rows go: how long each takes to be committed. */
async function recordMeanwhile(database: Database, random: () => number, signal: AbortSignal): Promise<number[]> {
  const waits: number[] = []
  for (let slotAt = Date.now(); !signal.aborted; slotAt++) {
    const rows = monitors.slice(0, 40).map(({ id }) => someResult(id, slotAt, random))
    await own(
      (ms) => waits.push(ms),
      () => database.transaction((tx) => insertResults(tx, rows)),
    )
    await sleep(50)
  }
  return waits
}
