import type { Page } from '@bongsu/contract/page.ts'
import type { monitorFilter } from '@bongsu/contract/projects.ts'
import type { DisplayState } from '@bongsu/contract/states.ts'
import { type Expression, type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import type { Db } from '#platform/db/contract.ts'
import type { Monitor } from './monitor.ts'
import type { MonitorState } from './monitor-state.ts'
import { loadStates } from './monitor-state-store.ts'
import { monitorOf } from './monitor-store.ts'
import { stateRank } from './project-list.ts'
import { likePattern, type ProjectTables } from './project-tables.ts'

export type MonitorFilter = z.output<z.ZodObject<typeof monitorFilter>>

/** A monitor with what is known of it and the words of its project. */
export interface MonitorEntry {
  readonly monitor: Monitor
  readonly projectTitle: string
  readonly isProjectPaused: boolean
  readonly state: MonitorState | undefined
}

const visible = (db: Db) =>
  db
    .query<ProjectTables>()
    .selectFrom('monitor')
    .innerJoin('project', 'project.id', 'monitor.project_id')
    .leftJoin('monitor_state', 'monitor_state.monitor_id', 'monitor.id')
    .where('monitor.deleted_at', 'is', null)
    .where('project.is_active', '=', 1)

type Query = ReturnType<typeof visible>

async function entries(db: Db, query: Query): Promise<MonitorEntry[]> {
  const rows = await query
    .selectAll('monitor')
    .select(['project.title as project_title', 'project.is_paused as is_project_paused'])
    .execute()
  const states = await loadStates(
    db,
    rows.map((row) => row.id),
  )
  return rows.map((row) => ({
    monitor: monitorOf(row),
    projectTitle: row.project_title,
    isProjectPaused: row.is_project_paused === 1,
    state: states.get(row.id),
  }))
}

export async function monitorEntry(db: Db, id: number): Promise<MonitorEntry | undefined> {
  const [entry] = await entries(db, visible(db).where('monitor.id', '=', id))
  return entry
}

/** All of a project, in the order they were made. */
export const monitorEntriesOf = (db: Db, projectId: number): Promise<MonitorEntry[]> =>
  entries(db, visible(db).where('monitor.project_id', '=', projectId).orderBy('monitor.id'))

export async function searchMonitors(
  db: Db,
  filter: MonitorFilter,
  projectId: number | null,
  underMaintenance: readonly number[],
): Promise<Page<MonitorEntry>> {
  const { page, page_size } = filter
  const from = visible(db).where((where) => where.and(conditions(filter, projectId, underMaintenance)))
  const { total } = await from.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const sorted = from
    .orderBy(filter.sort === 'state' ? stateRank('monitor_state.state') : sortColumns[filter.sort], filter.order)
    .orderBy('monitor.id', filter.order)
    .limit(page_size)
    .offset((page - 1) * page_size)
  return { items: await entries(db, sorted), total: Number(total), page, page_size }
}

const sortColumns = {
  name: sql`lower(monitor.name)`,
  project: sql`lower(project.title)`,
  kind: sql`monitor.kind`,
  last_checked_at: sql`coalesce(monitor_state.last_checked_at, 0)`,
  last_duration_ms: sql`coalesce(monitor_state.last_duration_ms, 0)`,
} as const

function conditions(
  filter: MonitorFilter,
  projectId: number | null,
  underMaintenance: readonly number[],
): Expression<SqlBool>[] {
  const all: Expression<SqlBool>[] = []
  if (projectId !== null) all.push(sql<SqlBool>`monitor.project_id = ${projectId}`)
  if (filter.kind !== undefined) all.push(sql<SqlBool>`monitor.kind = ${filter.kind}`)
  if (filter.q) {
    const pattern = likePattern(filter.q)
    all.push(
      sql<SqlBool>`(monitor.search_text like ${pattern} escape '\\' or project.search_text like ${pattern} escape '\\')`,
    )
  }
  if (filter.state) all.push(stateCondition(filter.state, underMaintenance))
  return all.length > 0 ? all : [sql<SqlBool>`1 = 1`]
}

const paused = sql<SqlBool>`(monitor.is_paused = 1 or project.is_paused = 1)`
const running = sql<SqlBool>`(monitor.is_paused = 0 and project.is_paused = 0)`

function stateCondition(state: DisplayState, underMaintenance: readonly number[]): Expression<SqlBool> {
  if (state === 'paused') return paused
  const covered =
    underMaintenance.length > 0
      ? sql<SqlBool>`monitor.project_id in (${sql.join(underMaintenance)})`
      : sql<SqlBool>`1 = 0`
  if (state === 'maintenance') return sql<SqlBool>`${running} and ${covered}`
  return sql<SqlBool>`${running} and not ${covered} and coalesce(monitor_state.state, 'unknown') = ${state}`
}
