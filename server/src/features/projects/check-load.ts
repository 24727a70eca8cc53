import type { Db } from '#platform/db/contract.ts'
import type { Monitor } from './monitor.ts'
import type { MonitorState } from './monitor-state.ts'
import { stateOf } from './monitor-state-store.ts'
import { monitorOf } from './monitor-store.ts'
import type { ProjectTables } from './project-tables.ts'
import type { CheckLoad } from './projects.ts'

const running = 'p.is_active = 1 and p.is_paused = 0 and m.is_paused = 0 and m.deleted_at is null'

export async function checkLoad(db: Db): Promise<CheckLoad> {
  const kinds = await db.all<{ kind: string; monitors: number; per_ms: number }>(
    `select m.kind, count(*) as monitors, sum(1.0 / (m.check_interval * 1000)) as per_ms
     from monitor m join project p on p.id = m.project_id where ${running} group by m.kind order by m.kind`,
  )
  const projects = await db.all<{ is_paused: number; n: number }>(
    'select is_paused, count(*) as n from project where is_active = 1 group by is_paused',
  )
  const counted = (isPaused: number): number => Number(projects.find((row) => row.is_paused === isPaused)?.n ?? 0)
  return {
    runningProjects: counted(0),
    stoppedProjects: counted(1),
    kinds: kinds.map(({ kind, monitors }) => ({ kind, monitors: Number(monitors) })),
    checksPerMs: kinds.reduce((sum, row) => sum + Number(row.per_ms), 0),
  }
}

export async function failingMonitors(
  db: Db,
  limit: number,
): Promise<{ monitor: Monitor; projectTitle: string; state: MonitorState }[]> {
  const query = db
    .query<ProjectTables>()
    .selectFrom('monitor_state as s')
    .innerJoin('monitor as m', 'm.id', 's.monitor_id')
    .innerJoin('project as p', 'p.id', 'm.project_id')
    .where('s.state', 'in', ['down', 'degraded'])
    .where('p.is_active', '=', 1)
    .where('p.is_paused', '=', 0)
    .where('m.is_paused', '=', 0)
    .where('m.deleted_at', 'is', null)
    .orderBy('s.since')
    .limit(limit)
  const states = await query.selectAll('s').execute()
  const monitors = await query.selectAll('m').select('p.title as project_title').execute()
  return monitors.flatMap((row) => {
    const state = states.find((one) => one.monitor_id === row.id)
    return state ? [{ monitor: monitorOf(row), projectTitle: row.project_title, state: stateOf(state) }] : []
  })
}
