import type { Page } from '@bongsu/contract/page.ts'
import type { Text } from '@bongsu/contract/text.ts'
import type { Db } from '#platform/db/contract.ts'
import type { ChangeKind, MonitorJudgedState, Suppression } from './incident-events.ts'
import type { IncidentTables } from './incident-tables.ts'

/** A state change as it was written down. */
export interface StoredChange {
  readonly id: number
  readonly monitorId: number
  readonly projectId: number
  readonly what: ChangeKind
  readonly from: MonitorJudgedState
  readonly to: MonitorJudgedState
  readonly at: number
  readonly confirmedAt: number
  readonly incidentId: number | null
  readonly message: Text
  readonly suppressed: Suppression | null
}

export interface ChangeFilter {
  readonly projectId?: number | undefined
  readonly monitorId?: number | undefined
  readonly page: number
  readonly page_size: number
}

/** Newest first. */
export async function searchChanges(db: Db, filter: ChangeFilter): Promise<Page<StoredChange>> {
  const { projectId, monitorId, page, page_size } = filter
  let from = db.query<IncidentTables>().selectFrom('state_change')
  if (projectId !== undefined) from = from.where('project_id', '=', projectId)
  if (monitorId !== undefined) from = from.where('monitor_id', '=', monitorId)
  const { total } = await from.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await from
    .selectAll()
    .orderBy('id', 'desc')
    .limit(page_size)
    .offset((page - 1) * page_size)
    .execute()
  const items = rows.map((row) => ({
    id: row.id,
    monitorId: row.monitor_id,
    projectId: row.project_id,
    what: row.what,
    from: row.from_state,
    to: row.to_state,
    at: row.at,
    confirmedAt: row.confirmed_at,
    incidentId: row.incident_id,
    // Safe because only this room writes the column.
    message: JSON.parse(row.message) as Text,
    suppressed: row.suppressed,
  }))
  return { items, total: Number(total), page, page_size }
}
