import { monitorView } from '@bongsu/contract/projects.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { Failure, notFound } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { anyMonitor, setMonitorDeleted } from './monitor-store.ts'
import { monitorAnswer, monitorToChange, projectToChange } from './project-answers.ts'
import { monitorChanged } from './project-events.ts'
import { refreshProjectState } from './project-state.ts'

const input = z.strictObject({ id: z.int().min(1) })

export const deleteMonitor = operation({
  name: 'delete-monitor',
  summary: text(
    '모니터를 삭제합니다. 30일 안에는 기록과 함께 복원할 수 있습니다.',
    'Deletes a monitor. For 30 days it can be restored with its records.',
  ),
  access: 'projects.delete',
  effect: 'destructive',
  tool: true,
  http: { method: 'DELETE', path: '/api/v1/monitors/{id}', status: 204 },
  input,
  output: z.null(),
  async run(ctx, { id }) {
    const monitor = await monitorToChange(ctx.tx, id)
    const at = ctx.clock.now()
    await setMonitorDeleted(ctx.tx, id, at)
    await ctx.tx.emit(monitorChanged, { monitorId: id, projectId: monitor.projectId, change: 'deleted' })
    await refreshProjectState(ctx.tx, monitor.projectId, at)
    ctx.audit({ target: { kind: 'monitor', id, label: monitor.name } })
    return null
  },
})

export const restoreMonitor = operation({
  name: 'restore-monitor',
  summary: text('삭제한 모니터를 되살립니다.', 'Brings a deleted monitor back.'),
  access: 'projects.delete',
  effect: 'write',
  tool: true,
  http: { method: 'POST', path: '/api/v1/monitors/{id}/restore' },
  input,
  output: monitorView,
  async run(ctx, { id }) {
    const project = (await anyMonitor(ctx.tx, id))?.projectId
    if (project !== undefined) await projectToChange(ctx.tx, project)
    const monitor = await anyMonitor(ctx.tx, id)
    if (!monitor) throw notFound(text(`모니터 ${id}`, `The monitor ${id}`))
    if (monitor.deletedAt === null) {
      throw new Failure('conflict', text('삭제된 모니터가 아닙니다.', 'This monitor is not deleted.'))
    }
    await setMonitorDeleted(ctx.tx, id, null)
    await ctx.tx.emit(monitorChanged, { monitorId: id, projectId: monitor.projectId, change: 'restored' })
    await refreshProjectState(ctx.tx, monitor.projectId, ctx.clock.now())
    ctx.audit({ target: { kind: 'monitor', id, label: monitor.name } })
    return monitorAnswer(ctx, id)
  },
})
