import { hour, minute } from '#kernel/clock.ts'
import type { Db } from '#platform/db/contract.ts'
import { emptyRollUp, mergeRow, type RollUp, type RollUpRow, rowOfRollUp } from './roll-up.ts'
import { bucketRowsOf, type RollUpSize } from './roll-up-store.ts'

export const fiveMinutes = 5 * minute
export const fiveMinuteBucket = (at: number): number => Math.floor(at / fiveMinutes) * fiveMinutes
export const hourBucket = (at: number): number => Math.floor(at / hour) * hour

/**
 * One bucket of each of a portion of monitors, made of smaller ones: hours of five minutes, days of hours. Where the days
 * of a zone do not begin on a full hour of UTC, they are made of five minutes too.
 */
export async function summedFromSmaller(
  db: Db,
  size: Exclude<RollUpSize, 'five_minutes'>,
  monitorIds: readonly number[],
  from: number,
  to: number,
): Promise<RollUpRow[]> {
  const source = size === 'day' && from % hour === 0 && to % hour === 0 ? 'hour' : 'five_minutes'
  const merged = new Map<number, RollUp>()
  for (const row of await bucketRowsOf(db, source, monitorIds, from, to)) {
    const rollUp = merged.get(row.monitor_id) ?? emptyRollUp()
    merged.set(row.monitor_id, rollUp)
    mergeRow(rollUp, row)
  }
  return [...merged].map(([monitorId, rollUp]) => rowOfRollUp(monitorId, from, rollUp))
}
