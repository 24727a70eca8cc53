import { projectDetailView } from '@bongsu/contract/projects.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { Failure } from '#kernel/errors.ts'
import type { Tx } from '#platform/db/contract.ts'
import { operation } from '#platform/operations/operation.ts'
import { monitorsOf } from './monitor-store.ts'
import { projectAnswer, projectToChange, requireProject, takeProjectTurn } from './project-answers.ts'
import { type MonitorChange, monitorChanged, projectChanged } from './project-events.ts'
import { refreshProjectState } from './project-state.ts'
import { anyProject, setProjectDeleted } from './project-store.ts'

const input = z.strictObject({ id: z.int().min(1) })

export const deleteProject = operation({
  name: 'delete-project',
  summary: text(
    '프로젝트를 삭제합니다. 점검이 멈추고, 30일 안에는 기록과 함께 복원할 수 있습니다.',
    'Deletes a project. Its checks stop; for 30 days it can be restored with all its records.',
  ),
  access: 'projects.delete',
  effect: 'destructive',
  tool: true,
  http: { method: 'DELETE', path: '/api/v1/projects/{id}', status: 204 },
  input,
  output: z.null(),
  async run(ctx, { id }) {
    const project = await projectToChange(ctx.tx, id)
    await tellMonitors(ctx.tx, id, 'deleted')
    await setProjectDeleted(ctx.tx, id, ctx.clock.now())
    await ctx.tx.emit(projectChanged, { projectId: id, change: 'deleted' })
    ctx.audit({ target: { kind: 'project', id, label: project.title } })
    return null
  },
})

export const restoreProject = operation({
  name: 'restore-project',
  summary: text('삭제한 프로젝트를 되살립니다.', 'Brings a deleted project back.'),
  access: 'projects.delete',
  effect: 'write',
  tool: true,
  http: { method: 'POST', path: '/api/v1/projects/{id}/restore' },
  input,
  output: projectDetailView,
  async run(ctx, { id }) {
    await takeProjectTurn(ctx.tx, id)
    const project = await anyProject(ctx.tx, id)
    if (!project) await requireProject(ctx.tx, id)
    if (project?.isActive) {
      throw new Failure('conflict', text('삭제된 프로젝트가 아닙니다.', 'This project is not deleted.'))
    }
    await tellMonitors(ctx.tx, id, 'restored')
    await setProjectDeleted(ctx.tx, id, null)
    await refreshProjectState(ctx.tx, id, ctx.clock.now())
    await ctx.tx.emit(projectChanged, { projectId: id, change: 'restored' })
    ctx.audit({ target: { kind: 'project', id, ...(project && { label: project.title }) } })
    return projectAnswer(ctx, id)
  },
})

/** Before the project's own row is written: the recorder of results takes the rows in that order too. */
async function tellMonitors(tx: Tx, projectId: number, change: MonitorChange): Promise<void> {
  for (const monitor of await monitorsOf(tx, projectId)) {
    await tx.emit(monitorChanged, { monitorId: monitor.id, projectId, change })
  }
}
