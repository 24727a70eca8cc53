import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Db, Tx } from '#platform/db/contract.ts'
import type { Monitor } from './monitor.ts'
import { type MonitorRow, type ProjectTables, searchText } from './project-tables.ts'

export type MonitorDraft = Omit<Monitor, 'id' | 'createdAt'>
export type MonitorChanges = Partial<Omit<MonitorDraft, 'projectId' | 'kind' | 'isDefault'>>

export const monitorOf = (row: Selectable<MonitorRow>): Monitor => ({
  id: row.id,
  projectId: row.project_id,
  kind: row.kind,
  name: row.name,
  // Safe because only a kind's own schema and the sealer wrote it.
  options: JSON.parse(row.options) as Record<string, unknown>,
  checkInterval: row.check_interval,
  timeout: row.timeout,
  retryCount: row.retry_count,
  alertThreshold: row.alert_threshold,
  recoveryThreshold: row.recovery_threshold,
  timeLimit: row.time_limit,
  isAlertEnabled: row.is_alert_enabled === 1,
  isPaused: row.is_paused === 1,
  isDefault: row.is_default === 1,
  createdAt: row.created_at,
})

export async function insertMonitor(tx: Tx, draft: MonitorDraft, at: number): Promise<Monitor> {
  const values: Insertable<MonitorRow> = {
    project_id: draft.projectId,
    kind: draft.kind,
    name: draft.name,
    options: JSON.stringify(draft.options),
    check_interval: draft.checkInterval,
    timeout: draft.timeout,
    retry_count: draft.retryCount,
    alert_threshold: draft.alertThreshold,
    recovery_threshold: draft.recoveryThreshold,
    time_limit: draft.timeLimit,
    is_alert_enabled: draft.isAlertEnabled ? 1 : 0,
    is_paused: draft.isPaused ? 1 : 0,
    is_default: draft.isDefault ? 1 : 0,
    deleted_at: null,
    search_text: searchText(draft.name, draft.kind),
    created_at: at,
    updated_at: at,
  }
  const { id } = await tx
    .query<ProjectTables>()
    .insertInto('monitor')
    .values(values)
    .returning('id')
    .executeTakeFirstOrThrow()
  return { ...draft, id, createdAt: at }
}

export async function updateMonitor(tx: Tx, monitor: Monitor, changes: MonitorChanges, at: number): Promise<Monitor> {
  const set: Updateable<MonitorRow> = { updated_at: at }
  if (changes.name !== undefined) {
    set.name = changes.name
    set.search_text = searchText(changes.name, monitor.kind)
  }
  if (changes.options !== undefined) set.options = JSON.stringify(changes.options)
  if (changes.checkInterval !== undefined) set.check_interval = changes.checkInterval
  if (changes.timeout !== undefined) set.timeout = changes.timeout
  if (changes.retryCount !== undefined) set.retry_count = changes.retryCount
  if (changes.alertThreshold !== undefined) set.alert_threshold = changes.alertThreshold
  if (changes.recoveryThreshold !== undefined) set.recovery_threshold = changes.recoveryThreshold
  if (changes.timeLimit !== undefined) set.time_limit = changes.timeLimit
  if (changes.isAlertEnabled !== undefined) set.is_alert_enabled = changes.isAlertEnabled ? 1 : 0
  if (changes.isPaused !== undefined) set.is_paused = changes.isPaused ? 1 : 0
  await tx.query<ProjectTables>().updateTable('monitor').set(set).where('id', '=', monitor.id).execute()
  return { ...monitor, ...changes }
}

export async function setMonitorDeleted(tx: Tx, id: number, deletedAt: number | null): Promise<void> {
  await tx.run('update monitor set deleted_at = ? where id = ?', [deletedAt, id])
}

/** Shown or hidden, whatever the state of its project. */
export async function anyMonitor(db: Db, id: number): Promise<(Monitor & { deletedAt: number | null }) | undefined> {
  const [row] = await db.all<Selectable<MonitorRow>>('select * from monitor where id = ?', [id])
  return row && { ...monitorOf(row), deletedAt: row.deleted_at }
}

export async function monitorById(db: Db, id: number): Promise<Monitor | undefined> {
  const [row] = await db.all<Selectable<MonitorRow>>(
    `select m.* from monitor m join project p on p.id = m.project_id
     where m.id = ? and m.deleted_at is null and p.is_active = 1`,
    [id],
  )
  return row && monitorOf(row)
}

export async function monitorsByIds(db: Db, ids: readonly number[]): Promise<Map<number, Monitor>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .query<ProjectTables>()
    .selectFrom('monitor')
    .selectAll()
    .where('id', 'in', [...ids])
    .where('deleted_at', 'is', null)
    .execute()
  return new Map(rows.map((row) => [row.id, monitorOf(row)]))
}

export async function monitorsOf(db: Db, projectId: number): Promise<Monitor[]> {
  const rows = await db.all<Selectable<MonitorRow>>(
    'select * from monitor where project_id = ? and deleted_at is null order by id',
    [projectId],
  )
  return rows.map(monitorOf)
}

export async function activeMonitors(db: Db): Promise<Monitor[]> {
  const rows = await db.all<Selectable<MonitorRow>>(
    `select m.* from monitor m join project p on p.id = m.project_id
     where p.is_active = 1 and p.is_paused = 0 and m.is_paused = 0 and m.deleted_at is null
     order by m.id`,
  )
  return rows.map(monitorOf)
}

/** Which monitors are to be checked, and when each was changed last: cheap enough to ask often. */
export async function activeVersions(db: Db): Promise<Map<number, number>> {
  const rows = await db.all<{ id: number; updated_at: number }>(
    `select m.id, m.updated_at from monitor m join project p on p.id = m.project_id
     where p.is_active = 1 and p.is_paused = 0 and m.is_paused = 0 and m.deleted_at is null`,
  )
  return new Map(rows.map((row) => [row.id, row.updated_at]))
}

/** Those of the given monitors that are to be checked, with their version. */
export async function runningMonitors(
  db: Db,
  ids: readonly number[],
): Promise<Map<number, { monitor: Monitor; version: number }>> {
  const found = new Map<number, { monitor: Monitor; version: number }>()
  for (let at = 0; at < ids.length; at += 500) {
    const rows = await db
      .query<ProjectTables>()
      .selectFrom('monitor')
      .innerJoin('project', 'project.id', 'monitor.project_id')
      .selectAll('monitor')
      .where('monitor.id', 'in', ids.slice(at, at + 500))
      .where('monitor.deleted_at', 'is', null)
      .where('monitor.is_paused', '=', 0)
      .where('project.is_active', '=', 1)
      .where('project.is_paused', '=', 0)
      .execute()
    for (const row of rows) found.set(row.id, { monitor: monitorOf(row), version: row.updated_at })
  }
  return found
}
