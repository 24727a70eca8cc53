import type { SignalSort } from '@bongsu/contract/signals.ts'
import type { Inbox, Signal } from '#features/checks/index.ts'
import type { Db, Tx } from '#platform/db/contract.ts'
import { keptOfEachSort, type SignalReceived, type StoredSignal } from './signal.ts'

interface SignalRow {
  id: number
  monitor_id: number
  sort: SignalSort
  at: number
  exit_code: number | null
  run_ms: number | null
  body: string | null
  came_from: string | null
}

const storedOf = (row: SignalRow): StoredSignal => ({
  id: row.id,
  monitorId: row.monitor_id,
  sort: row.sort,
  at: row.at,
  exitCode: row.exit_code,
  runMs: row.run_ms,
  body: row.body,
  cameFrom: row.came_from,
})

/** Keeps a signal with the time its run took, and throws away the oldest of its sort. */
export async function insertSignal(tx: Tx, signal: SignalReceived): Promise<void> {
  const { monitorId, sort, at, exitCode, body, cameFrom } = signal
  const ends = sort === 'success' || sort === 'fail'
  const runMs = ends ? await runTime(tx, monitorId, at) : null
  await tx.run(
    'insert into signal (monitor_id, sort, at, exit_code, run_ms, body, came_from) values (?, ?, ?, ?, ?, ?, ?)',
    [monitorId, sort, at, exitCode, runMs, body, cameFrom],
  )
  await tx.run(
    `delete from signal where monitor_id = ? and sort = ? and id <= coalesce(
       (select id from signal where monitor_id = ? and sort = ? order by id desc limit 1 offset ?), 0)`,
    [monitorId, sort, monitorId, sort, keptOfEachSort],
  )
}

/** Null when nothing began since the last end. */
async function runTime(tx: Tx, monitorId: number, at: number): Promise<number | null> {
  const [start, success, fail] = [
    await newest(tx, monitorId, 'start'),
    await newest(tx, monitorId, 'success'),
    await newest(tx, monitorId, 'fail'),
  ]
  if (!start || start.id < Math.max(success?.id ?? 0, fail?.id ?? 0)) return null
  return Math.max(0, at - start.at)
}

async function newest(db: Db, monitorId: number, sort: SignalSort): Promise<StoredSignal | null> {
  const [row] = await db.all<SignalRow>(
    'select * from signal where monitor_id = ? and sort = ? order by id desc limit 1',
    [monitorId, sort],
  )
  return row ? storedOf(row) : null
}

/** Newest first. */
export async function newestSignals(db: Db, monitorId: number, most: number): Promise<StoredSignal[]> {
  const rows = await db.all<SignalRow>('select * from signal where monitor_id = ? order by id desc limit ?', [
    monitorId,
    most,
  ])
  return rows.map(storedOf)
}

const signalOf = (stored: StoredSignal | null): Signal | null =>
  stored && { at: stored.at, exitCode: stored.exitCode, body: stored.body, runMs: stored.runMs }

/** A few index seeks: what a look judges. */
export async function inboxOf(db: Db, monitorId: number): Promise<Inbox | undefined> {
  const [opened] = await db.all<{ opened_at: number; deaf_from: number | null; deaf_until: number | null }>(
    `select opened_at, deaf_from, deaf_until from signal_address
     left join signal_listening on signal_listening.id = 1 where monitor_id = ?`,
    [monitorId],
  )
  if (!opened) return undefined
  const { opened_at, deaf_from, deaf_until } = opened
  return {
    openedAt: opened_at,
    started: signalOf(await newest(db, monitorId, 'start')),
    succeeded: signalOf(await newest(db, monitorId, 'success')),
    failed: signalOf(await newest(db, monitorId, 'fail')),
    deaf: deaf_from === null || deaf_until === null ? null : { from: deaf_from, until: deaf_until },
  }
}

export async function forgetSignals(tx: Tx, monitorId: number): Promise<void> {
  await tx.run('delete from signal where monitor_id = ?', [monitorId])
  await tx.run('delete from signal_address where monitor_id = ?', [monitorId])
}
