import type { Selectable } from 'kysely'
import type { Db, Tx } from '#platform/db/contract.ts'
import type { MaintenanceRule, MaintenanceWindow } from './maintenance.ts'
import type { MaintenanceRow, ProjectTables } from './project-tables.ts'

export type MaintenanceDraft = Omit<MaintenanceWindow, 'windowId' | 'validUntil'> & {
  readonly validUntil?: number | null
}

const windowOf = (row: Selectable<MaintenanceRow>): MaintenanceWindow => ({
  windowId: row.window_id ?? row.id,
  projectId: row.project_id,
  title: row.title,
  message: row.message,
  accounting: row.accounting,
  // Safe because only this file writes the column.
  rule: JSON.parse(row.rule) as MaintenanceRule,
  timeZone: row.time_zone,
  isNow: row.is_now === 1,
  validFrom: row.valid_from,
  validUntil: row.valid_until,
  createdBy: row.created_by,
  createdAt: row.created_at,
})

/** A new window, or (with `windowId`) the next version of one. */
export async function insertWindow(
  tx: Tx,
  draft: MaintenanceDraft,
  windowId: number | null,
): Promise<MaintenanceWindow> {
  const row = await tx
    .query<ProjectTables>()
    .insertInto('maintenance')
    .values({
      window_id: windowId,
      project_id: draft.projectId,
      title: draft.title,
      message: draft.message,
      accounting: draft.accounting,
      rule: JSON.stringify(draft.rule),
      time_zone: draft.timeZone,
      is_now: draft.isNow ? 1 : 0,
      valid_from: draft.validFrom,
      valid_until: draft.validUntil ?? null,
      is_current: 1,
      created_by: draft.createdBy,
      created_at: draft.createdAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return windowOf(row)
}

/** Ends what a window means from `at` on. A version that never came to mean anything leaves no trace. */
export async function endCurrentVersion(tx: Tx, windowId: number, at: number): Promise<void> {
  const ofWindow = '(window_id = ? or (window_id is null and id = ?)) and is_current = 1'
  await tx.run(`update maintenance set is_current = 0, valid_until = ? where ${ofWindow}`, [at, windowId, windowId])
}

export async function currentWindow(db: Db, windowId: number): Promise<MaintenanceWindow | undefined> {
  const [row] = await db.all<Selectable<MaintenanceRow>>(
    'select * from maintenance where (window_id = ? or (window_id is null and id = ?)) and is_current = 1',
    [windowId, windowId],
  )
  return row && windowOf(row)
}

/** The windows people see: current versions, the newest first. */
export async function currentWindows(db: Db, projectId: number): Promise<MaintenanceWindow[]> {
  const rows = await db.all<Selectable<MaintenanceRow>>(
    'select * from maintenance where project_id = ? and is_current = 1 order by id desc',
    [projectId],
  )
  return rows.map(windowOf)
}

/** Every version that may mean something at or after `from`. */
export async function windowsSince(
  db: Db,
  projectIds: readonly number[] | 'all',
  from: number,
): Promise<MaintenanceWindow[]> {
  if (projectIds !== 'all' && projectIds.length === 0) return []
  let query = db
    .query<ProjectTables>()
    .selectFrom('maintenance')
    .selectAll()
    .where((where) => where.or([where('valid_until', 'is', null), where('valid_until', '>', from)]))
  if (projectIds !== 'all') query = query.where('project_id', 'in', [...projectIds])
  return (await query.execute()).map(windowOf)
}
