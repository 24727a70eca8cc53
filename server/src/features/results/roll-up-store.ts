import type { Db, Tx } from '#platform/db/contract.ts'
import type { Look } from './look.ts'
import type { ResultRow } from './result-row.ts'
import { type RollUp, type RollUpRow, rollUpOf } from './roll-up.ts'

export type RollUpSize = 'five_minutes' | 'hour' | 'day'

const tables = {
  five_minutes: 'roll_up_five_minutes',
  hour: 'roll_up_hour',
  day: 'roll_up_day',
} as const satisfies Record<RollUpSize, string>

export const tableOf = (size: RollUpSize): string => tables[size]

/** The roll-up of all monitors together. Durations in it are response times only. */
export const allMonitors = 0

const columns = {
  monitor_id: 'bigint',
  bucket_at: 'bigint',
  up: 'integer',
  degraded: 'integer',
  down: 'integer',
  unknown: 'integer',
  maintenance: 'integer',
  measured: 'integer',
  sum: 'bigint',
  min: 'integer',
  max: 'integer',
  histogram: 'blob',
  phases: 'blob',
} as const

const names = Object.keys(columns) as (keyof typeof columns)[]
const overwrite = `on conflict (monitor_id, bucket_at) do update set ${names
  .slice(2)
  .map((name) => `${name} = excluded.${name}`)
  .join(', ')}`

/** Computing a bucket again gives the same row, so writing it again harms nothing. */
export async function saveRollUps(tx: Tx, size: RollUpSize, rows: readonly RollUpRow[]): Promise<void> {
  const values = rows.map((row) => names.map((name) => row[name]))
  await tx.insertMany(tables[size], columns, values, overwrite)
}

export interface Bucket {
  readonly monitorId: number
  readonly at: number
  readonly rollUp: RollUp
}

const idsAtOnce = 100
const inList = `(${Array(idsAtOnce).fill('?').join(', ')})`

/** Always as many ids as the statement has places, so that one prepared text serves every call. */
const padded = (ids: readonly number[]): number[] => Array.from({ length: idsAtOnce }, (_, index) => ids[index] ?? -1)

/** Ids in portions that one statement takes. */
export function* portions(ids: readonly number[]): Generator<readonly number[]> {
  for (let at = 0; at < ids.length; at += idsAtOnce) yield ids.slice(at, at + idsAtOnce)
}

/** At most one portion of monitors; by monitor, then by time. */
export async function bucketsOf(
  db: Db,
  size: RollUpSize,
  monitorIds: readonly number[],
  from: number,
  to: number,
): Promise<Bucket[]> {
  const rows = await bucketRowsOf(db, size, monitorIds, from, to)
  return rows.map((row) => ({ monitorId: row.monitor_id, at: row.bucket_at, rollUp: rollUpOf(row) }))
}

/** The same as it is stored, for those who only add it up. */
export async function bucketRowsOf(
  db: Db,
  size: RollUpSize,
  monitorIds: readonly number[],
  from: number,
  to: number,
): Promise<RollUpRow[]> {
  return monitorIds.length === 1
    ? db.all<RollUpRow>(
        `select * from ${tables[size]} where monitor_id = ? and bucket_at >= ? and bucket_at < ? order by bucket_at`,
        [monitorIds[0] as number, from, to],
      )
    : db.all<RollUpRow>(
        `select * from ${tables[size]} where monitor_id in ${inList} and bucket_at >= ? and bucket_at < ?
         order by monitor_id, bucket_at`,
        [...padded(monitorIds), from, to],
      )
}

/** Raw rows of at most one portion of monitors; by monitor, then by time. */
export async function rawOf(db: Db, monitorIds: readonly number[], from: number, to: number): Promise<ResultRow[]> {
  return db.all<ResultRow>(
    `select * from result where monitor_id in ${inList} and slot_at >= ? and slot_at < ? order by monitor_id, slot_at`,
    [...padded(monitorIds), from, to],
  )
}

/** The first slot at or after `from` that any monitor has a result for: one index seek each. */
export async function nextSlot(db: Db, from: number): Promise<number | undefined> {
  const [row] = await db.all<{ at: number | null }>(
    `select min(at) as at from (
       select (select min(r.slot_at) from result r where r.monitor_id = l.monitor_id and r.slot_at >= ?) as at
       from latest_look l) as seen`,
    [from],
  )
  return row?.at ?? undefined
}

/** The first bucket at or after `from` in which anything was summed up. */
export async function nextBucket(db: Db, size: RollUpSize, from: number): Promise<number | undefined> {
  const [row] = await db.all<{ at: number | null }>(
    `select min(bucket_at) as at from ${tables[size]} where monitor_id = ? and bucket_at >= ?`,
    [allMonitors, from],
  )
  return row?.at ?? undefined
}

/** Every monitor that was ever looked at, deleted ones included. */
export async function checkedMonitorIds(db: Db): Promise<number[]> {
  const rows = await db.all<{ monitor_id: number }>('select monitor_id from latest_look order by monitor_id')
  return rows.map((row) => row.monitor_id)
}

/**
 * How far the roll-ups of a size have come. Results before `closedTo` that arrive now are late: their bucket is computed
 * again. Buckets before `doneTo` are complete apart from those.
 */
export interface Progress {
  readonly closedTo: number
  readonly doneTo: number
}

export async function progressOf(db: Db, size: RollUpSize): Promise<Progress | undefined> {
  const [row] = await db.all<{ closed_to: number; done_to: number }>(
    'select closed_to, done_to from roll_up_progress where size = ?',
    [size],
  )
  return row && { closedTo: row.closed_to, doneTo: row.done_to }
}

export async function saveProgress(tx: Tx, size: RollUpSize, { closedTo, doneTo }: Progress): Promise<void> {
  await tx.run(
    `insert into roll_up_progress (size, closed_to, done_to) values (?, ?, ?)
     on conflict (size) do update set closed_to = excluded.closed_to, done_to = excluded.done_to`,
    [size, closedTo, doneTo],
  )
}

/** A result this much older than the newest closed bucket stays out of the roll-ups: its neighbours may be gone by now. */
const latestStill = 12 * 3_600_000

/**
 * Notes results whose bucket is closed already. The shared lock on PostgreSQL makes closing wait for recorders that still
 * believe the bucket open; on SQLite nobody else is writing anyway.
 */
export async function markLateResults(tx: Tx, looks: readonly Look[]): Promise<void> {
  const lock = tx.engine === 'postgres' ? ' for share' : ''
  const [row] = await tx.all<{ closed_to: number }>(
    `select closed_to from roll_up_progress where size = 'five_minutes'${lock}`,
  )
  if (!row) return
  const late = looks.filter((look) => look.slotAt < row.closed_to && look.slotAt >= row.closed_to - latestStill)
  if (late.length === 0) return
  await tx.insertMany(
    'late_result',
    { monitor_id: 'bigint', slot_at: 'bigint' },
    late.map((look) => [look.monitor.id, look.slotAt]),
    'on conflict (monitor_id, slot_at) do nothing',
  )
}

export interface LateResult {
  readonly monitorId: number
  readonly slotAt: number
}

export async function lateResults(db: Db, most: number): Promise<LateResult[]> {
  const rows = await db.all<{ monitor_id: number; slot_at: number }>(
    'select monitor_id, slot_at from late_result order by monitor_id, slot_at limit ?',
    [most],
  )
  return rows.map((row) => ({ monitorId: row.monitor_id, slotAt: row.slot_at }))
}

export async function forgetLateResult(tx: Tx, { monitorId, slotAt }: LateResult): Promise<void> {
  await tx.run('delete from late_result where monitor_id = ? and slot_at = ?', [monitorId, slotAt])
}
