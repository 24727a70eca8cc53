import type { Page } from '@bongsu/contract/page.ts'
import type { Expression, ExpressionBuilder, Selectable, SqlBool } from 'kysely'
import { sql } from 'kysely'
import type { Db } from '#platform/db/contract.ts'
import type { Incident } from './incident.ts'
import { incidentOf } from './incident-store.ts'
import type { IncidentRow, IncidentTables } from './incident-tables.ts'
import { likePattern } from './search-text.ts'

export interface IncidentFilter {
  readonly state?: 'open' | 'resolved' | undefined
  readonly projectId?: number | undefined
  readonly monitorId?: number | undefined
  readonly isAcknowledged?: boolean | undefined
  readonly q?: string | undefined
  /** Together: those that were open at any time of the stretch. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly page: number
  readonly page_size: number
}

/** Newest first. */
export async function searchIncidents(db: Db, filter: IncidentFilter): Promise<Page<Incident>> {
  const { page, page_size } = filter
  const from = db
    .query<IncidentTables>()
    .selectFrom('incident')
    .where((where) => where.and(conditions(where, filter)))
  const { total } = await from.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows: Selectable<IncidentRow>[] = await from
    .selectAll()
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page_size)
    .offset((page - 1) * page_size)
    .execute()
  return { items: rows.map(incidentOf), total: Number(total), page, page_size }
}

function conditions(
  where: ExpressionBuilder<IncidentTables, 'incident'>,
  { state, projectId, monitorId, isAcknowledged, q, from, to }: IncidentFilter,
): Expression<SqlBool>[] {
  const all: Expression<SqlBool>[] = []
  if (state) all.push(where('resolved_at', state === 'open' ? 'is' : 'is not', null))
  if (projectId !== undefined) all.push(where('project_id', '=', projectId))
  if (monitorId !== undefined) all.push(where('monitor_id', '=', monitorId))
  if (isAcknowledged !== undefined) all.push(where('acknowledged_at', isAcknowledged ? 'is not' : 'is', null))
  if (q) all.push(sql<SqlBool>`search_text like ${likePattern(q)} escape '\\'`)
  if (from !== undefined) all.push(where.or([where('resolved_at', 'is', null), where('resolved_at', '>=', from)]))
  if (to !== undefined) all.push(where('opened_at', '<', to))
  return all
}
