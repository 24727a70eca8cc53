import { type Clock, day, hour } from '#kernel/clock.ts'
import type { Database, Tx } from '#platform/db/contract.ts'
import { type Aging, aging, countOlder, deleteOldest, forgetPurged, purgedMonitorIds } from './retention-store.ts'
import { allMonitors, checkedMonitorIds, progressOf, type RollUpSize } from './roll-up-store.ts'

/** How long results and their roll-ups are kept. */
export interface Retention {
  readonly rawDays: number
  readonly fiveMinutesDays: number
  readonly hourDays: number
  readonly dayMonths: number
}

export interface CleanUpParts {
  readonly database: Database
  readonly clock: Clock
}

export type CleanUpReport = Readonly<Record<Aging, number>>

/** Small enough that a recorder waiting for its turn does not notice. */
const rowsAtOnce = 2000
/** What looking at a monitor without old rows costs, in rows. */
const rowsPerVisit = 10

/**
 * Deletes what is older than its time, in short transactions with room for others in between. Nothing goes before it is
 * rolled up into the next size, whatever the figures say. `dryRun` only counts.
 */
export async function cleanUpResults(
  parts: CleanUpParts,
  retention: Retention,
  { dryRun = false, signal }: { dryRun?: boolean; signal: AbortSignal },
): Promise<CleanUpReport> {
  const { database } = parts
  const cuts = await cutsOf(parts, retention)
  const ids = [allMonitors, ...(await checkedMonitorIds(database))]
  const report: Record<Aging, number> = { raw: 0, evidence: 0, five_minutes: 0, hour: 0, day: 0 }
  for (const what of Object.keys(aging) as Aging[]) {
    report[what] = dryRun
      ? await countOlder(database, what, ids, cuts[what])
      : await deleteOlder(database, what, ids, cuts[what], signal)
  }
  if (!dryRun) await deletePurged(database, signal)
  return report
}

/** A late result may still need the rows around it. */
const lateMargin = 12 * hour
/** Half-hour zones make their days of five minutes, some of which are a day and a half old by then. */
const fewestFiveMinutesDays = 3

async function cutsOf({ database, clock }: CleanUpParts, retention: Retention): Promise<Record<Aging, number>> {
  const now = clock.now()
  const done = async (size: RollUpSize) => (await progressOf(database, size))?.doneTo ?? 0
  const [fiveMinutes, hours, days] = [await done('five_minutes'), await done('hour'), await done('day')]
  const raw = Math.min(now - retention.rawDays * day, fiveMinutes - lateMargin)
  const kept = Math.max(fewestFiveMinutesDays, retention.fiveMinutesDays)
  return {
    raw,
    evidence: raw,
    five_minutes: Math.min(now - kept * day, hours, days),
    hour: Math.min(now - retention.hourDays * day, days),
    day: monthsBefore(now, retention.dayMonths),
  }
}

function monthsBefore(now: number, months: number): number {
  const date = new Date(now)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months, date.getUTCDate())
}

async function deleteOlder(
  database: Database,
  what: Aging,
  monitorIds: readonly number[],
  cut: number,
  signal: AbortSignal,
): Promise<number> {
  const waiting = [...monitorIds]
  let deleted = 0
  while (waiting.length > 0) {
    deleted += await database.transaction((tx) => deleteSome(tx, what, waiting, cut))
    signal.throwIfAborted()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return deleted
}

/** One step: takes monitors off the list until the step has done its share. */
async function deleteSome(tx: Tx, what: Aging, waiting: number[], cut: number): Promise<number> {
  let deleted = 0
  for (let budget = rowsAtOnce; budget > 0 && waiting.length > 0; ) {
    const rows = await deleteOldest(tx, what, waiting[0] as number, cut, budget)
    deleted += rows
    if (rows < budget) waiting.shift()
    budget -= Math.max(rows, rowsPerVisit)
  }
  return deleted
}

async function deletePurged(database: Database, signal: AbortSignal): Promise<void> {
  for (const monitorId of await purgedMonitorIds(database)) {
    for (const what of Object.keys(aging) as Aging[]) {
      await deleteOlder(database, what, [monitorId], Number.MAX_SAFE_INTEGER, signal)
    }
    await database.transaction((tx) => forgetPurged(tx, monitorId))
  }
}
