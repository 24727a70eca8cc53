import { randomUUID } from 'node:crypto'
import type { Database, Db, Tx } from '#platform/db/contract.ts'
import { storeNow } from './lease.ts'

export interface ScheduleSwitch {
  readonly isRunning: boolean
  readonly changedAt: number | null
}

/** Checking is on until somebody switches it off, and stays off across restarts. */
export async function readSwitch(db: Db): Promise<ScheduleSwitch> {
  const [row] = await db.all<{ is_running: number; changed_at: number }>(
    'select is_running, changed_at from schedule_switch where id = 1',
  )
  return row ? { isRunning: row.is_running === 1, changedAt: row.changed_at } : { isRunning: true, changedAt: null }
}

export const writeSwitch = (tx: Tx, isRunning: boolean, by: number | null, at: number): Promise<number> =>
  tx.run(
    `insert into schedule_switch (id, is_running, changed_at, changed_by) values (1, ?, ?, ?)
     on conflict (id) do update set is_running = excluded.is_running, changed_at = excluded.changed_at,
       changed_by = excluded.changed_by`,
    [isRunning ? 1 : 0, at, by],
  )

/** What a process says of itself now and then, so that any process can answer for all. */
export interface ProcessReport {
  readonly process: string
  readonly seenAt: number
  readonly roles: readonly string[]
  readonly inFlight: number
  readonly waiting: number
  readonly looks: Readonly<Record<string, Readonly<Record<'up' | 'degraded' | 'down' | 'unknown', number>>>>
  readonly skips: Readonly<Record<string, number>>
  /** Bucket and count, as in kernel/histogram. */
  readonly lateness: readonly (readonly [number, number])[]
  readonly blindSince: number | null
}

export async function writeReport(db: Db, report: ProcessReport): Promise<void> {
  await db.run(
    `insert into process_report (process, seen_at, report) values (?, ?, ?)
     on conflict (process) do update set seen_at = excluded.seen_at, report = excluded.report`,
    [report.process, report.seenAt, JSON.stringify(report)],
  )
}

export async function readReports(db: Db, since: number): Promise<ProcessReport[]> {
  const rows = await db.all<{ report: string }>(
    'select report from process_report where seen_at >= ? order by process',
    [since],
  )
  // Safe because only `writeReport` writes the column.
  return rows.map((row) => JSON.parse(row.report) as ProcessReport)
}

export const forgetReportsBefore = (db: Db, before: number): Promise<number> =>
  db.run('delete from process_report where seen_at < ?', [before])

export const forgetReport = (db: Db, process: string): Promise<number> =>
  db.run('delete from process_report where process = ?', [process])

/** A word that all processes of one installation share: it keeps installations apart that share a Redis. */
export async function installationName(database: Database): Promise<string> {
  await database.run('insert into installation (id, name) values (1, ?) on conflict (id) do nothing', [
    randomUUID().slice(0, 8),
  ])
  const [row] = await database.all<{ name: string }>('select name from installation where id = 1')
  if (!row) throw new Error('the installation has no name')
  return row.name
}

/** Who leads now, or null when the lease has lapsed. */
export async function currentLeader(db: Db, lease: string, clockNow: number): Promise<string | null> {
  const now = await storeNow(db, clockNow)
  const [row] = await db.all<{ holder: string }>('select holder from lease where name = ? and until > ?', [lease, now])
  return row?.holder ?? null
}
