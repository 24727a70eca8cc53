import type { Tx } from '#platform/db/contract.ts'
import type { Monitor } from './monitor.ts'
import { insertMonitor, type MonitorChanges, type MonitorDraft, updateMonitor } from './monitor-store.ts'
import { monitorChanged } from './project-events.ts'
import type { ProjectsKit } from './projects-kit.ts'
import { sealOptions } from './secret-options.ts'

/**
 * Stores a monitor whose options are in clear. A secret is sealed for its row, so the row must exist first: it is
 * inserted without options when its kind has secrets.
 */
export async function addMonitor(tx: Tx, kit: ProjectsKit, draft: MonitorDraft, at: number): Promise<Monitor> {
  const secrets = kit.kinds.kindOf(draft.kind)?.secrets ?? []
  let monitor = await insertMonitor(tx, secrets.length > 0 ? { ...draft, options: {} } : draft, at)
  if (secrets.length > 0) {
    const options = sealOptions({ ...draft.options }, secrets, kit.sealer, monitor.id)
    monitor = await updateMonitor(tx, monitor, { options }, at)
  }
  await tx.emit(monitorChanged, { monitorId: monitor.id, projectId: monitor.projectId, change: 'created' })
  return monitor
}

/** Stores changes whose options, if any, are in clear, and tells of them. */
export async function changeMonitor(
  tx: Tx,
  kit: ProjectsKit,
  monitor: Monitor,
  changes: MonitorChanges,
  at: number,
): Promise<Monitor> {
  const secrets = kit.kinds.kindOf(monitor.kind)?.secrets ?? []
  const sealed = changes.options
    ? { ...changes, options: sealOptions({ ...changes.options }, secrets, kit.sealer, monitor.id) }
    : changes
  const changed = await updateMonitor(tx, monitor, sealed, at)
  const paused = changes.isPaused !== undefined && changes.isPaused !== monitor.isPaused
  const others = Object.keys(changes).some((name) => name !== 'isPaused')
  const news = { monitorId: monitor.id, projectId: monitor.projectId }
  if (others) await tx.emit(monitorChanged, { ...news, change: 'updated' })
  if (paused) await tx.emit(monitorChanged, { ...news, change: changed.isPaused ? 'paused' : 'resumed' })
  return changed
}
