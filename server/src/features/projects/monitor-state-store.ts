import type { Text } from '@bongsu/contract/text.ts'
import type { Db, Tx } from '#platform/db/contract.ts'
import type { MonitorState } from './monitor-state.ts'
import type { MonitorStateRow } from './project-tables.ts'

/**
 * `monitor_state` is read and written for every result, so both directions are one prepared statement a batch: ids are
 * asked for in batches of a power of two (the last id repeated), which keeps the number of statement texts small.
 */
export async function loadStates(db: Db, monitorIds: readonly number[]): Promise<Map<number, MonitorState>> {
  const states = new Map<number, MonitorState>()
  for (let at = 0; at < monitorIds.length; at += largestBatch) {
    const ids = padded(monitorIds.slice(at, at + largestBatch))
    const rows = await db.all<MonitorStateRow>(selectStates(ids.length), ids)
    for (const row of rows) states.set(row.monitor_id, stateOf(row))
  }
  return states
}

export async function saveStates(tx: Tx, states: readonly MonitorState[]): Promise<void> {
  await tx.insertMany('monitor_state', columns, states.map(valuesOf), overwrite)
}

const largestBatch = 512

function padded(ids: readonly number[]): number[] {
  let size = 1
  while (size < ids.length) size *= 2
  const last = ids.at(-1) ?? 0
  return Array.from({ length: size }, (_, index) => ids[index] ?? last)
}

const selects = new Map<number, string>()

function selectStates(count: number): string {
  let sql = selects.get(count)
  if (sql === undefined) {
    sql = `select * from monitor_state where monitor_id in (${Array(count).fill('?').join(', ')})`
    selects.set(count, sql)
  }
  return sql
}

const columns = {
  monitor_id: 'bigint',
  state: 'text',
  since: 'bigint',
  is_flapping: 'integer',
  last_slot_at: 'bigint',
  last_checked_at: 'bigint',
  last_state: 'text',
  last_duration_ms: 'real',
  last_message: 'text',
  last_error_code: 'text',
  open_incident_id: 'bigint',
  memory: 'text',
} as const

const overwrite = `on conflict (monitor_id) do update set ${Object.keys(columns)
  .filter((name) => name !== 'monitor_id')
  .map((name) => `${name} = excluded.${name}`)
  .join(', ')}`

const valuesOf = (state: MonitorState) => [
  state.monitorId,
  state.state,
  state.since,
  state.isFlapping ? 1 : 0,
  state.lastSlotAt,
  state.lastCheckedAt,
  state.lastState,
  state.lastDurationMs,
  state.lastMessage === null ? null : JSON.stringify(state.lastMessage),
  state.lastErrorCode,
  state.openIncidentId,
  state.memory,
]

export const stateOf = (row: MonitorStateRow): MonitorState => ({
  monitorId: row.monitor_id,
  state: row.state,
  since: row.since,
  isFlapping: row.is_flapping === 1,
  lastSlotAt: row.last_slot_at,
  lastCheckedAt: row.last_checked_at,
  lastState: row.last_state,
  lastDurationMs: row.last_duration_ms,
  // Safe because only `valuesOf` writes the column.
  lastMessage: row.last_message === null ? null : (JSON.parse(row.last_message) as Text),
  lastErrorCode: row.last_error_code,
  openIncidentId: row.open_incident_id,
  memory: row.memory,
})
