import type { IncidentResolution } from '@bongsu/contract/incidents.ts'
import type { Text } from '@bongsu/contract/text.ts'
import type { Insertable, Selectable } from 'kysely'
import type { Db, Tx } from '#platform/db/contract.ts'
import type { Incident } from './incident.ts'
import type { IncidentRow, IncidentTables } from './incident-tables.ts'

export const incidentOf = (row: Selectable<IncidentRow>): Incident => ({
  id: row.id,
  monitorId: row.monitor_id,
  projectId: row.project_id,
  kind: row.kind,
  monitorName: row.monitor_name,
  projectTitle: row.project_title,
  openedAt: row.opened_at,
  confirmedAt: row.confirmed_at,
  resolvedAt: row.resolved_at,
  resolution: row.resolution,
  // Safe because only this file writes these columns.
  message: JSON.parse(row.message) as Text,
  errorCode: row.error_code,
  evidence: row.evidence === null ? null : (JSON.parse(row.evidence) as Record<string, unknown>),
  failures: row.failures,
  acknowledgedAt: row.acknowledged_at,
  acknowledgedBy: row.acknowledged_by,
  acknowledgedName: row.acknowledged_name,
})

export type NewIncident = Pick<
  Incident,
  | 'monitorId'
  | 'projectId'
  | 'kind'
  | 'monitorName'
  | 'projectTitle'
  | 'openedAt'
  | 'confirmedAt'
  | 'message'
  | 'errorCode'
  | 'failures'
> & {
  /** JSON text. */
  readonly evidence: string | null
  readonly searchText: string
}

export async function openIncident(tx: Tx, incident: NewIncident): Promise<number> {
  const values: Insertable<IncidentRow> = {
    monitor_id: incident.monitorId,
    project_id: incident.projectId,
    kind: incident.kind,
    monitor_name: incident.monitorName,
    project_title: incident.projectTitle,
    opened_at: incident.openedAt,
    confirmed_at: incident.confirmedAt,
    message: JSON.stringify(incident.message),
    error_code: incident.errorCode,
    evidence: incident.evidence,
    failures: incident.failures,
    search_text: incident.searchText,
  }
  const { id } = await tx
    .query<IncidentTables>()
    .insertInto('incident')
    .values(values)
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** False when it was resolved already. */
export async function resolveIncident(
  tx: Tx,
  id: number,
  at: number,
  resolution: IncidentResolution,
): Promise<boolean> {
  const changed = await tx.run(
    'update incident set resolved_at = ?, resolution = ? where id = ? and resolved_at is null',
    [at, resolution, id],
  )
  return changed === 1
}

export async function incidentById(db: Db, id: number): Promise<Incident | undefined> {
  const [row] = await db.all<Selectable<IncidentRow>>('select * from incident where id = ?', [id])
  return row && incidentOf(row)
}

export async function openIncidentOf(db: Db, monitorId: number): Promise<Incident | undefined> {
  const [row] = await db.all<Selectable<IncidentRow>>(
    'select * from incident where monitor_id = ? and resolved_at is null',
    [monitorId],
  )
  return row && incidentOf(row)
}

/** Who acts, as the record keeps it: the name stays when the person goes. */
export interface Doer {
  readonly personId: number | null
  readonly name: string
}

/** False when somebody was faster, or it is resolved. */
export async function setAcknowledged(tx: Tx, id: number, at: number, { personId, name }: Doer): Promise<boolean> {
  const changed = await tx.run(
    `update incident set acknowledged_at = ?, acknowledged_by = ?, acknowledged_name = ?
     where id = ? and acknowledged_at is null and resolved_at is null`,
    [at, personId, name, id],
  )
  return changed === 1
}

export async function clearAcknowledged(tx: Tx, id: number): Promise<boolean> {
  const changed = await tx.run(
    `update incident set acknowledged_at = null, acknowledged_by = null, acknowledged_name = null
     where id = ? and acknowledged_at is not null and resolved_at is null`,
    [id],
  )
  return changed === 1
}

/** The dashboard asks for these; both are counted by the partial index of open incidents. */
export async function openCounts(db: Db, projectId?: number): Promise<{ open: number; unacknowledged: number }> {
  const ofProject = projectId === undefined ? '' : 'and project_id = ?'
  const [row] = await db.all<{ open: number; acknowledged: number }>(
    `select count(*) as open, count(acknowledged_at) as acknowledged from incident where resolved_at is null ${ofProject}`,
    projectId === undefined ? [] : [projectId],
  )
  const open = Number(row?.open ?? 0)
  return { open, unacknowledged: open - Number(row?.acknowledged ?? 0) }
}

/** When incidents of these monitors began within a stretch of time, in order. */
export async function openingsBetween(
  db: Db,
  monitorIds: readonly number[],
  from: number,
  to: number,
): Promise<number[]> {
  if (monitorIds.length === 0) return []
  const rows = await db
    .query<IncidentTables>()
    .selectFrom('incident')
    .select('opened_at')
    .where('monitor_id', 'in', [...monitorIds])
    .where('opened_at', '>=', from)
    .where('opened_at', '<', to)
    .orderBy('opened_at')
    .execute()
  return rows.map((row) => row.opened_at)
}

export async function countAll(db: Db): Promise<number> {
  const [row] = await db.all<{ n: number }>('select count(*) as n from incident')
  return Number(row?.n ?? 0)
}
