import type { Page } from '@bongsu/contract/page.ts'
import type { Text } from '@bongsu/contract/text.ts'
import type { Db } from '#platform/db/contract.ts'
import type { ChangeFilter } from './change-list.ts'
import type { NoticeRaised } from './incident-events.ts'
import type { IncidentTables } from './incident-tables.ts'

/** A notice as it was written down. */
export interface StoredNotice
  extends Pick<NoticeRaised, 'monitorId' | 'projectId' | 'type' | 'severity' | 'message' | 'at' | 'suppressed'> {
  readonly id: number
  readonly details: Readonly<Record<string, unknown>> | null
}

/** Newest first. */
export async function searchNotices(db: Db, filter: ChangeFilter): Promise<Page<StoredNotice>> {
  const { projectId, monitorId, page, page_size } = filter
  let from = db.query<IncidentTables>().selectFrom('notice')
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
    type: row.type,
    severity: row.severity,
    // Safe because only this room writes these columns.
    message: JSON.parse(row.message) as Text,
    details: row.details === null ? null : (JSON.parse(row.details) as Record<string, unknown>),
    at: row.at,
    suppressed: row.suppressed,
  }))
  return { items, total: Number(total), page, page_size }
}
