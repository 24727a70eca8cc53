import type { Notice } from '#features/checks/index.ts'
import { evidenceText } from '#features/results/index.ts'
import type { Tx } from '#platform/db/contract.ts'
import type { NoticeRaised, StateChanged } from './incident-events.ts'

/** Writes the row that a state change is, and gives it its number. */
export async function insertChange(tx: Tx, change: Omit<StateChanged, 'changeId'>): Promise<number> {
  const [row] = await tx.all<{ id: number }>(
    `insert into state_change (monitor_id, project_id, what, from_state, to_state, at, confirmed_at, incident_id, message,
       error_code, duration_ms, down_for_ms, failures, suppressed)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id`,
    [
      change.monitorId,
      change.projectId,
      change.what,
      change.from,
      change.to,
      change.at,
      change.confirmedAt,
      change.incidentId,
      JSON.stringify(change.message),
      change.errorCode,
      change.durationMs,
      change.downForMs,
      change.failures,
      change.suppressed,
    ],
  )
  return numberOf(row)
}

/** What only the list of notices shows stays out of the event. */
export async function insertNotice(
  tx: Tx,
  notice: Omit<NoticeRaised, 'noticeId'>,
  details: Notice['details'],
): Promise<number> {
  const [row] = await tx.all<{ id: number }>(
    `insert into notice (monitor_id, project_id, type, severity, message, at, suppressed, details)
     values (?, ?, ?, ?, ?, ?, ?, ?) returning id`,
    [
      notice.monitorId,
      notice.projectId,
      notice.type,
      notice.severity,
      JSON.stringify(notice.message),
      notice.at,
      notice.suppressed,
      details === undefined ? null : evidenceText(details),
    ],
  )
  return numberOf(row)
}

/** True the first time, false ever after: whoever gets the row in tells. */
export async function isFirst(tx: Tx, monitorId: number, type: string, key: string, at: number): Promise<boolean> {
  const written = await tx.run(
    'insert into notice_seen (monitor_id, type, notice_key, seen_at) values (?, ?, ?, ?) on conflict do nothing',
    [monitorId, type, key.slice(0, 500), at],
  )
  return written === 1
}

function numberOf(row: { id: number } | undefined): number {
  if (!row) throw new Error('an inserted row did not tell its id')
  return row.id
}

/** Everything of a monitor that is gone for good. */
export async function forgetMonitor(tx: Tx, monitorId: number): Promise<void> {
  await tx.run('delete from incident_event where incident_id in (select id from incident where monitor_id = ?)', [
    monitorId,
  ])
  for (const table of ['incident', 'state_interval', 'state_change', 'notice', 'notice_seen']) {
    await tx.run(`delete from ${table} where monitor_id = ?`, [monitorId])
  }
}
