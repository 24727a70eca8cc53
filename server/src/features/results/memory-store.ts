import type { LookMemory } from '#features/checks/index.ts'
import type { Db, Tx } from '#platform/db/contract.ts'
import type { Look } from './look.ts'

const columns = { monitor_id: 'bigint', slot_at: 'bigint', scope: 'text', memory: 'text' } as const
const overwrite =
  'on conflict (monitor_id) do update set slot_at = excluded.slot_at, scope = excluded.scope, memory = excluded.memory'
/** A look that comes late must not undo what a later one left. */
const overwriteOlder = `${overwrite} where excluded.slot_at >= look_memory.slot_at`

export async function memoryOf(db: Db, monitorId: number): Promise<LookMemory | undefined> {
  const [row] = await db.all<{ scope: string; memory: string }>(
    'select scope, memory from look_memory where monitor_id = ?',
    [monitorId],
  )
  return row && { scope: row.scope, json: row.memory }
}

/**
 * Keeps what looks leave for the next ones, in the transaction that stores them. Where notices are put off, so is what
 * would make the next look silent about the same. Costs nothing for kinds without memory.
 */
export async function saveMemories(
  tx: Tx,
  looks: readonly Look[],
  { judged, retake }: { readonly judged: boolean; readonly retake: boolean },
): Promise<void> {
  const left = looks.filter((look) => look.outcome.memory !== undefined && !putsNoticesOff(look, judged))
  if (left.length === 0) return
  // The same looks in the same order everywhere, so that two recorders never wait in a ring.
  const rows = left.map(({ monitor, slotAt, outcome }) => [
    monitor.id,
    slotAt,
    outcome.memory?.scope ?? '',
    outcome.memory?.json ?? '',
  ])
  await tx.insertMany('look_memory', columns, newestOfEach(rows), retake ? overwrite : overwriteOlder)
}

/** PostgreSQL refuses to touch one row twice in a statement. Rows come sorted by monitor and slot. */
const newestOfEach = <Row extends readonly unknown[]>(rows: readonly Row[]): Row[] =>
  rows.filter((row, index) => rows[index + 1]?.[0] !== row[0])

/** Under maintenance nobody is told of notices, and while we are blind nothing is believed. */
const putsNoticesOff = ({ maintenance, blind, outcome }: Look, judged: boolean): boolean =>
  blind === true || ((maintenance !== null || !judged) && (outcome.notices?.length ?? 0) > 0)
