import type { DisplayState, OutcomeState } from '@bongsu/contract/states.ts'
import type { Tx } from '#platform/db/contract.ts'
import { setProjectState } from './project-store.ts'

interface MonitorGlance {
  readonly isPaused: boolean
  /** Null before its first look. */
  readonly state: OutcomeState | null
}

const byWeight = ['down', 'degraded', 'unknown', 'up'] as const

/**
 * The worst state among the monitors that run. One that was never looked at says nothing yet: a daily certificate check
 * must not hide for a day that the site is up.
 */
export function projectStateOf(isPaused: boolean, monitors: readonly MonitorGlance[]): DisplayState {
  if (isPaused) return 'paused'
  const running = monitors.filter((monitor) => !monitor.isPaused)
  if (running.length === 0 && monitors.length > 0) return 'paused'
  return byWeight.find((state) => running.some((monitor) => monitor.state === state)) ?? 'unknown'
}

interface GlanceRow {
  is_paused: number
  state: OutcomeState | null
  last_checked_at: number | null
}

export async function refreshProjectState(tx: Tx, projectId: number, at: number): Promise<void> {
  const project = await lockedProject(tx, projectId)
  if (!project) return
  const rows = await tx.all<GlanceRow>(
    `select m.is_paused, s.state, s.last_checked_at from monitor m
     left join monitor_state s on s.monitor_id = m.id
     where m.project_id = ? and m.deleted_at is null`,
    [projectId],
  )
  const monitors = rows.map((row) => ({
    isPaused: row.is_paused === 1,
    state: row.last_checked_at === null ? null : row.state,
  }))
  const state = projectStateOf(project.is_paused === 1, monitors)
  if (state !== project.state) await setProjectState(tx, projectId, state, at)
}

/** Locked on PostgreSQL, so that of two writers the second sees what the first made of its monitors. */
async function lockedProject(tx: Tx, projectId: number) {
  const lock = tx.engine === 'postgres' ? ' for update' : ''
  const [row] = await tx.all<{ is_paused: number; state: DisplayState }>(
    `select is_paused, state from project where id = ?${lock}`,
    [projectId],
  )
  return row
}

/** What to show: maintenance lies over everything but a pause. */
export const displayState = (state: DisplayState, inMaintenance: boolean): DisplayState =>
  inMaintenance && state !== 'paused' ? 'maintenance' : state
