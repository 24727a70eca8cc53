import { outcomeView as outcomeSchema } from '@bongsu/contract/outcome.ts'
import { projectCheck } from '@bongsu/contract/schedule.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { outcomeView } from '#features/checks/index.ts'
import { judgedOutcome } from '#features/incidents/index.ts'
import { type Monitor, projectsKey } from '#features/projects/index.ts'
import { notFound } from '#kernel/errors.ts'
import { type Context, operation } from '#platform/operations/operation.ts'
import { scheduleKit } from './schedule-kit.ts'

/** The look is not taken back when whoever asked goes away: it is a result like any other. */
async function checkOne(ctx: Context, monitor: Monitor, isRecorded: boolean) {
  const { runner, stopping } = ctx.use(scheduleKit)
  const look = await runner.runNow(monitor, isRecorded, stopping)
  return outcomeView(judgedOutcome(look), look.startedAt, ctx.language)
}

export const checkMonitorNow = operation({
  name: 'check-monitor-now',
  summary: text(
    '모니터를 지금 점검하고 결과를 기록합니다. 멈춘 모니터의 결과는 기록하지 않습니다.',
    'Checks a monitor now and records the result. Nothing is recorded of a paused one.',
  ),
  access: 'checks.run',
  effect: 'write',
  tool: true,
  transaction: 'none',
  http: { method: 'POST', path: '/api/v1/monitors/{id}/check-now' },
  input: z.strictObject({ id: z.int().min(1) }),
  output: outcomeSchema,
  async run(ctx, { id }) {
    const projects = ctx.use(projectsKey)
    const monitor = await projects.monitor(ctx.db, id)
    if (!monitor) throw notFound(text(`모니터 ${id}`, `The monitor ${id}`))
    const project = await projects.project(ctx.db, monitor.projectId)
    ctx.audit({ target: { kind: 'monitor', id, label: monitor.name } })
    return checkOne(ctx, monitor, !monitor.isPaused && project?.isPaused === false)
  },
})

export const checkProjectNow = operation({
  name: 'check-project-now',
  summary: text(
    '프로젝트의 모든 모니터를 지금 점검하고 결과를 기록합니다.',
    'Checks all monitors of a project now and records the results.',
  ),
  access: 'checks.run',
  effect: 'write',
  tool: true,
  transaction: 'none',
  http: { method: 'POST', path: '/api/v1/scheduler/projects/{id}/check-now' },
  input: z.strictObject({ id: z.int().min(1) }),
  output: projectCheck,
  async run(ctx, { id }) {
    const projects = ctx.use(projectsKey)
    const project = await projects.project(ctx.db, id)
    if (!project) throw notFound(text(`프로젝트 ${id}`, `The project ${id}`))
    ctx.audit({ target: { kind: 'project', id, label: project.title } })
    const monitors = (await projects.monitorsOf(ctx.db, id)).filter((monitor) => !monitor.isPaused)
    const items = await Promise.all(
      monitors.map(async (monitor) => ({
        monitor_id: monitor.id,
        name: monitor.name,
        kind: monitor.kind,
        outcome: await checkOne(ctx, monitor, !project.isPaused),
      })),
    )
    return { project_id: id, items }
  },
})
