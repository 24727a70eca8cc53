import type { AssertionResult } from '@bongsu/contract/outcome.ts'
import type { OutcomeState } from '@bongsu/contract/states.ts'
import type { Text } from '@bongsu/contract/text.ts'
import type { Db, SqlValue, Tx } from '#platform/db/contract.ts'
import type { Evidence, LatestLook, Result } from './result.ts'
import { stateNumber } from './result-codes.ts'
import { type ResultRow, type ResultValues, resultColumns, resultOf } from './result-row.ts'

const names = Object.keys(resultColumns).join(', ')
const setAll = (columns: Readonly<Record<string, string>>, ...keys: string[]): string =>
  Object.keys(columns)
    .filter((name) => !keys.includes(name))
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')

const onConflict = {
  drop: 'on conflict (monitor_id, slot_at) do nothing',
  replace: `on conflict (monitor_id, slot_at) do update set ${setAll(resultColumns, 'monitor_id', 'slot_at')}`,
} as const
const places = Object.keys(resultColumns)
  .map(() => '?')
  .join(', ')
const insertOne = (conflict: string) => `insert into result (${names}) values (${places}) ${conflict}`
const insertAll = (conflict: string) => `insert into result (${names})
  select * from unnest(?::int[], ?::bigint[], ?::int[], ?::int[], ?::bytea[], ?::int[], ?::int[], ?::int[])
  ${conflict} returning monitor_id, slot_at`

/**
 * Stores what is not stored yet, and says of each row whether it was. Two recorders with the same slot meet at the
 * primary key: one of them stores it. Rows must come in the order of the key, so that two batches never wait in a ring.
 * `retake`: the clock was put back, so a slot that is there already was taken in a time that has not been yet.
 */
export async function insertResults(tx: Tx, rows: readonly ResultValues[], retake = false): Promise<boolean[]> {
  const conflict = retake ? onConflict.replace : onConflict.drop
  if (tx.engine === 'sqlite') {
    const sql = insertOne(conflict)
    const stored: boolean[] = []
    for (const row of rows) stored.push((await tx.run(sql, row)) === 1)
    return stored
  }
  const columns = Object.keys(resultColumns).map((_, column) => rows.map((row) => row[column]))
  // Safe because each parameter is an array for unnest, which node-postgres encodes.
  const written = await tx.all<ResultRow>(insertAll(conflict), columns as unknown as SqlValue[])
  const keys = new Set(written.map((row) => `${row.monitor_id}:${row.slot_at}`))
  return rows.map((row) => keys.has(`${row[0]}:${row[1]}`))
}

export type EvidenceValues = [
  monitorId: number,
  slotAt: number,
  message: string,
  evidence: string | null,
  assertions: string | null,
]

const evidenceColumns = {
  monitor_id: 'bigint',
  slot_at: 'bigint',
  message: 'text',
  evidence: 'text',
  assertions: 'text',
} as const

export async function insertEvidence(tx: Tx, rows: readonly EvidenceValues[]): Promise<void> {
  const replace = `on conflict (monitor_id, slot_at) do update set ${setAll(evidenceColumns, 'monitor_id', 'slot_at')}`
  await tx.insertMany('result_evidence', evidenceColumns, rows, replace)
}

const latestColumns = {
  ...resultColumns,
  checked_at: 'bigint',
  message: 'text',
  evidence: 'text',
  assertions: 'text',
  expires_at: 'bigint',
} as const

export type LatestValues = [
  ...ResultValues,
  checkedAt: number,
  message: string,
  evidence: string | null,
  assertions: string | null,
  expiresAt: number | null,
]

const overwrite = `on conflict (monitor_id) do update set ${setAll(latestColumns, 'monitor_id')}`
const overwriteOlder = `${overwrite} where excluded.slot_at >= latest_look.slot_at`

/**
 * One row a monitor, the newest look in full. On PostgreSQL the row is also what two recorders queue at: whoever writes
 * it first judges first, and the other then sees what was judged.
 */
export async function saveLatest(tx: Tx, rows: readonly LatestValues[], retake = false): Promise<void> {
  await tx.insertMany('latest_look', latestColumns, rows, retake ? overwrite : overwriteOlder)
}

/** The newest slot of any monitor: one index seek each. */
export async function newestSlot(db: Db): Promise<number> {
  const [row] = await db.all<{ at: number | null }>(
    `select max(at) as at from (
       select (select max(r.slot_at) from result r where r.monitor_id = l.monitor_id) as at from latest_look l) as seen`,
  )
  return row?.at ?? 0
}

interface EvidenceRow {
  message: string
  evidence: string | null
  assertions: string | null
}

// Safe because only this file writes these columns.
const evidenceOf = (row: EvidenceRow): Evidence => ({
  message: JSON.parse(row.message) as Text,
  evidence: row.evidence === null ? null : (JSON.parse(row.evidence) as Record<string, unknown>),
  assertions: row.assertions === null ? null : (JSON.parse(row.assertions) as AssertionResult[]),
})

interface LatestRow extends ResultRow, EvidenceRow {
  checked_at: number
  expires_at: number | null
}

const latestOf = (row: LatestRow): LatestLook => ({
  ...resultOf(row),
  ...evidenceOf(row),
  checkedAt: row.checked_at,
  expiresAt: row.expires_at,
})

export async function latestLook(db: Db, monitorId: number): Promise<LatestLook | undefined> {
  const [row] = await db.all<LatestRow>('select * from latest_look where monitor_id = ?', [monitorId])
  return row && latestOf(row)
}

/** The looks whose certificate or domain expires before `until`, the soonest first. */
export async function looksExpiringBefore(db: Db, until: number, most: number): Promise<LatestLook[]> {
  const rows = await db.all<LatestRow>(
    'select * from latest_look where expires_at is not null and expires_at < ? order by expires_at limit ?',
    [until, most],
  )
  return rows.map(latestOf)
}

/** SQLite has one writer anyway. In the order in which recorders take the same rows, see `saveLatest`. */
export async function holdJudging(tx: Tx, monitorIds: readonly number[]): Promise<void> {
  if (tx.engine !== 'postgres' || monitorIds.length === 0) return
  const list = monitorIds.map(() => '?').join(', ')
  await tx.all(`select 1 from latest_look where monitor_id in (${list}) order by monitor_id for update`, monitorIds)
}

export async function resultAt(db: Db, monitorId: number, slotAt: number): Promise<Result | undefined> {
  const [row] = await db.all<ResultRow>('select * from result where monitor_id = ? and slot_at = ?', [
    monitorId,
    slotAt,
  ])
  return row && resultOf(row)
}

export async function evidenceAt(db: Db, monitorId: number, slotAt: number): Promise<Evidence | undefined> {
  const [row] = await db.all<EvidenceRow>(
    'select message, evidence, assertions from result_evidence where monitor_id = ? and slot_at = ?',
    [monitorId, slotAt],
  )
  return row && evidenceOf(row)
}

/** Newest first, `before` excluded, `from` included. */
export async function resultsBackwards(
  db: Db,
  monitorId: number,
  stretch: {
    readonly from: number
    readonly before: number
    readonly state?: OutcomeState | undefined
    readonly most: number
  },
): Promise<Result[]> {
  const { from, before, state, most } = stretch
  const ofState = state === undefined ? '' : 'and state = ?'
  const rows = await db.all<ResultRow>(
    `select * from result where monitor_id = ? and slot_at >= ? and slot_at < ? ${ofState} order by slot_at desc limit ?`,
    [monitorId, from, before, ...(state === undefined ? [] : [stateNumber(state)]), most],
  )
  return rows.map(resultOf)
}

/** Messages of results that were not up, by slot. */
export async function messagesBetween(db: Db, monitorId: number, from: number, to: number): Promise<Map<number, Text>> {
  const rows = await db.all<{ slot_at: number; message: string }>(
    'select slot_at, message from result_evidence where monitor_id = ? and slot_at >= ? and slot_at <= ?',
    [monitorId, from, to],
  )
  return new Map(rows.map((row) => [row.slot_at, JSON.parse(row.message) as Text]))
}
