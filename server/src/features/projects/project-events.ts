import { eventType } from '#kernel/events.ts'

/**
 * - `deleted`: no longer checked nor shown, but everything is kept and `restored` brings it back.
 * - `purged`: gone for good; whoever keeps something of it drops it.
 */
export type MonitorChange = 'created' | 'updated' | 'paused' | 'resumed' | 'deleted' | 'restored' | 'purged'

/** A monitor is other than before. A change of its project that stops or starts it is told here too. */
export const monitorChanged = eventType<{
  readonly monitorId: number
  readonly projectId: number
  readonly change: MonitorChange
}>('monitor-changed', 'everywhere')

/**
 * - `contacts`: alert address or webhook are other than before (also told for `created`, `deleted` and `restored`).
 * - `maintenance`: a window began to exist, changed or ended early.
 */
export type ProjectChange =
  | 'created'
  | 'updated'
  | 'contacts'
  | 'maintenance'
  | 'paused'
  | 'resumed'
  | 'deleted'
  | 'restored'
  | 'purged'

export const projectChanged = eventType<{ readonly projectId: number; readonly change: ProjectChange }>(
  'project-changed',
  'everywhere',
)
