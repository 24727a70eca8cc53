import type { DisplayState } from '@bongsu/contract/states.ts'
import { serviceKey } from '#kernel/service.ts'
import type { Db, Tx } from '#platform/db/contract.ts'
import type { Maintenance, MaintenanceStretch } from './maintenance.ts'
import type { Monitor } from './monitor.ts'
import type { MonitorState } from './monitor-state.ts'
import type { Project } from './project.ts'

/** What this room does for later rooms. Pass a transaction where the answer must fit what is being written. */
export interface Projects {
  /** Every monitor that is to be checked: its project active and running, itself not paused. */
  activeMonitors(db: Db): Promise<Monitor[]>
  /** Of the same monitors, when each was changed last (ms): cheap enough to ask every minute. */
  activeVersions(db: Db): Promise<Map<number, number>>
  /** Those of the given monitors that are to be checked, with their version. */
  runningMonitors(db: Db, ids: readonly number[]): Promise<Map<number, { monitor: Monitor; version: number }>>
  /** Undefined when there is none, or it was deleted. */
  monitor(db: Db, id: number): Promise<Monitor | undefined>
  monitors(db: Db, ids: readonly number[]): Promise<Map<number, Monitor>>
  monitorsOf(db: Db, projectId: number): Promise<Monitor[]>
  /** Undefined when there is none, or it was deleted. */
  project(db: Db, id: number): Promise<Project | undefined>
  projects(db: Db, ids: readonly number[]): Promise<Map<number, Project>>
  /** How many projects show each state, maintenance included. */
  countByState(db: Db, at: number): Promise<Record<DisplayState, number>>
  /** The options with their secrets opened, for the look itself and nothing else. */
  openOptions(monitor: Monitor): Readonly<Record<string, unknown>>
  /** The project's own headers in clear, for whoever asks its address. */
  openHeaders(project: Project): { name: string; value: string }[]
  /** The webhook address in clear, for the room that delivers to it. */
  openWebhookUrl(project: Project): string | null

  /** How much there is to check. */
  load(db: Db): Promise<CheckLoad>
  /** Running monitors that are down or degraded, the longest first. */
  failing(db: Db, limit: number): Promise<{ monitor: Monitor; projectTitle: string; state: MonitorState }[]>

  /** One entry for each id that has a row; a monitor never looked at has none. */
  loadStates(db: Db, monitorIds: readonly number[]): Promise<Map<number, MonitorState>>
  saveStates(tx: Tx, states: readonly MonitorState[]): Promise<void>
  /** Sets the project's state to the worst of its monitors. Call it after saving a state that changed. */
  refreshProjectState(tx: Tx, projectId: number, at: number): Promise<void>

  /** Projects under maintenance at `at`; the others are absent. The strictest window wins: exclude, as_up, count. */
  maintenanceAt(db: Db, projectIds: readonly number[], at: number): Promise<Map<number, Maintenance>>
  /** The same from memory, for hot paths. It may trail an edit in another process by some seconds. */
  maintenanceNow(projectId: number, at: number): Maintenance | null
  /** All maintenance of a stretch of time, in order, without overlaps, clipped to it. */
  maintenanceBetween(db: Db, projectId: number, from: number, to: number): Promise<MaintenanceStretch[]>

  /** Stops or starts the checks of a whole project. False when it was so already. */
  setProjectPaused(tx: Tx, projectId: number, paused: boolean, at: number): Promise<boolean>
}

export interface CheckLoad {
  readonly runningProjects: number
  readonly stoppedProjects: number
  readonly kinds: readonly { readonly kind: string; readonly monitors: number }[]
  readonly checksPerMs: number
}

export const projectsKey = serviceKey<Projects>('projects')
