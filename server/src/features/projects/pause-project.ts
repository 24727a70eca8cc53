import type { Tx } from '#platform/db/contract.ts'
import { takeProjectTurn } from './project-answers.ts'
import { monitorChanged, projectChanged } from './project-events.ts'
import { refreshProjectState } from './project-state.ts'
import { projectById, setProjectPaused } from './project-store.ts'

/** Stops or starts every monitor of a project that is not paused by itself. False when it was so already. */
export async function pauseProject(tx: Tx, projectId: number, paused: boolean, at: number): Promise<boolean> {
  await takeProjectTurn(tx, projectId)
  const project = await projectById(tx, projectId)
  if (!project || project.isPaused === paused) return false
  const monitors = await tx.all<{ id: number }>(
    'select id from monitor where project_id = ? and is_paused = 0 and deleted_at is null order by id',
    [projectId],
  )
  for (const { id } of monitors) {
    await tx.emit(monitorChanged, { monitorId: id, projectId, change: paused ? 'paused' : 'resumed' })
  }
  // After its monitors: the recorder of results takes the rows in that order too.
  await setProjectPaused(tx, projectId, paused)
  await refreshProjectState(tx, projectId, at)
  await tx.emit(projectChanged, { projectId, change: paused ? 'paused' : 'resumed' })
  return true
}
