import { hour } from '#kernel/clock.ts'
import { localDay } from '#kernel/local-day.ts'
import type { Tx } from '#platform/db/contract.ts'
import { flag } from './result-codes.ts'
import { addResult, countsOnly, emptyRollUp, mergeRollUp, rowOfRollUp, subtractRollUp } from './roll-up.ts'
import {
  allMonitors,
  bucketsOf,
  forgetLateResult,
  type LateResult,
  progressOf,
  type RollUpSize,
  rawOf,
  saveRollUps,
} from './roll-up-store.ts'
import { fiveMinuteBucket, fiveMinutes, hourBucket, summedFromSmaller } from './summing.ts'

/**
 * Results of one monitor that came after their five minutes were closed: that bucket is computed again, the total of all
 * monitors corrected by the difference, and the hour and day around it made anew where they are closed too.
 */
export async function bringUpLate(tx: Tx, late: readonly LateResult[], zone: string): Promise<void> {
  const [first] = late
  if (!first) return
  await replaceBucket(tx, first.monitorId, fiveMinuteBucket(first.slotAt))
  const ids = [allMonitors, first.monitorId]
  const hourAt = hourBucket(first.slotAt)
  const day = localDay(first.slotAt, zone)
  await makeAnew(tx, 'hour', ids, hourAt, hourAt + hour)
  await makeAnew(tx, 'day', ids, day.from, day.to)
  for (const result of late) await forgetLateResult(tx, result)
}

async function replaceBucket(tx: Tx, monitorId: number, at: number): Promise<void> {
  const raw = await rawOf(tx, [monitorId], at, at + fiveMinutes)
  const fresh = emptyRollUp()
  for (const row of raw) addResult(fresh, row)
  const stored = await storedBucket(tx, monitorId, at)
  const total = await storedBucket(tx, allMonitors, at)
  const isApart = raw.some((row) => row.flags & flag.apart)
  subtractRollUp(total, isApart ? countsOnly(stored) : stored)
  mergeRollUp(total, isApart ? countsOnly(fresh) : fresh)
  await saveRollUps(tx, 'five_minutes', [rowOfRollUp(monitorId, at, fresh), rowOfRollUp(allMonitors, at, total)])
}

const storedBucket = async (tx: Tx, monitorId: number, at: number) =>
  (await bucketsOf(tx, 'five_minutes', [monitorId], at, at + 1))[0]?.rollUp ?? emptyRollUp()

async function makeAnew(tx: Tx, size: Exclude<RollUpSize, 'five_minutes'>, ids: number[], from: number, to: number) {
  const progress = await progressOf(tx, size)
  if (progress && to <= progress.doneTo) await saveRollUps(tx, size, await summedFromSmaller(tx, size, ids, from, to))
}
