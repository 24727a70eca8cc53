import type { Page } from '@bongsu/contract/page.ts'
import type { ProjectFacets, projectFilter } from '@bongsu/contract/projects.ts'
import type { DisplayState, OutcomeState } from '@bongsu/contract/states.ts'
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import type { Db } from '#platform/db/contract.ts'
import type { Project } from './project.ts'
import { projectOf, tagsOf } from './project-store.ts'
import { likePattern, type ProjectTables } from './project-tables.ts'

export type ProjectFilter = Omit<z.output<z.ZodObject<typeof projectFilter>>, 'mine'> & {
  /** A caller without an account owns nothing: null finds none. */
  readonly ownerId?: number | null
}

/** A project with what a list shows of its monitors. */
export interface ProjectEntry {
  readonly project: Project
  readonly monitorCount: number
  readonly monitorStates: Record<OutcomeState | 'paused', number>
  readonly lastCheckedAt: number | null
  readonly lastResponseMs: number | null
}

/** The order of urgency, the same in every list that sorts by state. */
export const stateRank = (column: string) =>
  sql<number>`case ${sql.ref(column)} when 'down' then 0 when 'degraded' then 1 when 'unknown' then 2 when 'up' then 3 else 4 end`

export async function searchProjects(
  db: Db,
  filter: ProjectFilter,
  underMaintenance: readonly number[],
): Promise<Page<ProjectEntry>> {
  const { page, page_size } = filter
  const from = db
    .query<ProjectTables>()
    .selectFrom('project')
    .where((where) => where.and(conditions(where, filter, underMaintenance)))
  const { total } = await from.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await from
    .selectAll()
    .orderBy(filter.sort === 'state' ? stateRank('project.state') : sortColumns[filter.sort], filter.order)
    .orderBy('project.id', filter.order)
    .limit(page_size)
    .offset((page - 1) * page_size)
    .execute()
  const tags = await tagsOf(
    db,
    rows.map((row) => row.id),
  )
  const projects = rows.map((row) => projectOf(row, tags.get(row.id) ?? []))
  return { items: await withMonitors(db, projects), total: Number(total), page, page_size }
}

/** Written so that both engines order alike: case does not matter, and what is missing comes first. */
const sortColumns = {
  title: sql`lower(project.title)`,
  created_at: sql`project.created_at`,
  state_since: sql`project.state_since`,
  category: sql`coalesce(project.category, '')`,
} as const

function conditions(
  where: ExpressionBuilder<ProjectTables, 'project'>,
  filter: ProjectFilter,
  underMaintenance: readonly number[],
): Expression<SqlBool>[] {
  const all: Expression<SqlBool>[] = [where('project.is_active', '=', filter.deleted ? 0 : 1)]
  if (filter.q) all.push(sql<SqlBool>`project.search_text like ${likePattern(filter.q)} escape '\\'`)
  if (filter.category !== undefined) all.push(where('project.category', '=', filter.category))
  if (filter.is_public !== undefined) all.push(where('project.is_public', '=', filter.is_public ? 1 : 0))
  if (filter.ownerId !== undefined) all.push(where('project.owner_id', '=', filter.ownerId))
  if (filter.tag !== undefined) {
    all.push(
      where.exists(
        where
          .selectFrom('project_tag')
          .select('project_tag.tag')
          .whereRef('project_tag.project_id', '=', 'project.id')
          .where('project_tag.tag', '=', filter.tag),
      ),
    )
  }
  if (filter.state) all.push(...stateConditions(where, filter.state, underMaintenance))
  return all
}

/** Maintenance is no stored state: it lies over the others, so the projects it covers are named. */
function stateConditions(
  where: ExpressionBuilder<ProjectTables, 'project'>,
  state: DisplayState,
  underMaintenance: readonly number[],
): Expression<SqlBool>[] {
  if (state === 'paused') return [where('project.state', '=', 'paused')]
  const covered = [...underMaintenance]
  if (state === 'maintenance') {
    return covered.length === 0
      ? [sql<SqlBool>`1 = 0`]
      : [where('project.id', 'in', covered), where('project.state', '!=', 'paused')]
  }
  const is = where('project.state', '=', state)
  return covered.length === 0 ? [is] : [is, where('project.id', 'not in', covered)]
}

interface MonitorGlance {
  project_id: number
  id: number
  is_paused: number
  state: OutcomeState | null
  last_checked_at: number | null
  last_duration_ms: number | null
}

/** One query for the whole page; a page has at most a hundred projects. */
export async function withMonitors(db: Db, projects: readonly Project[]): Promise<ProjectEntry[]> {
  if (projects.length === 0) return []
  const rows: MonitorGlance[] = await db
    .query<ProjectTables>()
    .selectFrom('monitor as m')
    .leftJoin('monitor_state as s', 's.monitor_id', 'm.id')
    .select(['m.project_id', 'm.id', 'm.is_paused', 's.state', 's.last_checked_at', 's.last_duration_ms'])
    .where(
      'm.project_id',
      'in',
      projects.map((project) => project.id),
    )
    .where('m.deleted_at', 'is', null)
    .orderBy('m.id')
    .execute()
  const byProject = Map.groupBy(rows, (row) => row.project_id)
  return projects.map((project) => entryOf(project, byProject.get(project.id) ?? []))
}

function entryOf(project: Project, monitors: readonly MonitorGlance[]): ProjectEntry {
  const monitorStates = { up: 0, degraded: 0, down: 0, unknown: 0, paused: 0 }
  let lastCheckedAt: number | null = null
  for (const monitor of monitors) {
    monitorStates[monitor.is_paused === 1 ? 'paused' : (monitor.state ?? 'unknown')]++
    if (monitor.last_checked_at !== null) lastCheckedAt = Math.max(lastCheckedAt ?? 0, monitor.last_checked_at)
  }
  const lastResponseMs = monitors[0]?.last_duration_ms ?? null
  return { project, monitorCount: monitors.length, monitorStates, lastCheckedAt, lastResponseMs }
}

export async function projectFacets(db: Db, underMaintenance: readonly number[]): Promise<ProjectFacets> {
  const counted = (column: string) =>
    db.all<{ value: string; count: number }>(
      `select ${column} as value, count(*) as count from project
       where is_active = 1 and ${column} is not null and ${column} <> '' group by ${column} order by ${column}`,
    )
  const tags = await db.all<{ value: string; count: number }>(
    `select t.tag as value, count(*) as count from project_tag t join project p on p.id = t.project_id
     where p.is_active = 1 group by t.tag order by t.tag`,
  )
  const stored = await counted('state')
  const covered = new Set(underMaintenance)
  const [categories, states] = [await counted('category'), new Map(stored.map((row) => [row.value, row.count]))]
  const total = stored.reduce((sum, row) => sum + row.count, 0)
  if (covered.size > 0) await moveToMaintenance(db, [...covered], states)
  return { categories, tags, states: [...states].map(([value, count]) => ({ value, count })), total }
}

async function moveToMaintenance(db: Db, covered: number[], states: Map<string, number>): Promise<void> {
  const rows = await db
    .query<ProjectTables>()
    .selectFrom('project')
    .select('state')
    .where('id', 'in', covered)
    .where('is_active', '=', 1)
    .where('state', '!=', 'paused')
    .execute()
  for (const { state } of rows) states.set(state, (states.get(state) ?? 1) - 1)
  if (rows.length > 0) states.set('maintenance', rows.length)
}
