import { projectUptimes, uptimeReport as uptimeReportShape } from '@bongsu/contract/incidents.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { projectsKey } from '#features/projects/index.ts'
import { notFound } from '#kernel/errors.ts'
import { type Context, operation } from '#platform/operations/operation.ts'
import { incidentsKit } from './incidents-kit.ts'
import { uptimeReport } from './uptime-report.ts'
import type { Watched } from './uptime-service.ts'

const bars = 90

async function report(ctx: Context, watched: Watched) {
  const zone = ctx.use(incidentsKit).timeZone()
  const parts = { projects: ctx.use(projectsKey), clock: ctx.clock }
  return { time_zone: zone, ...(await uptimeReport(ctx.db, watched, { zone, dayCount: bars }, parts)) }
}

export const getProjectUptime = operation({
  name: 'get-project-uptime',
  summary: text(
    '프로젝트의 가동률을 조회합니다: 24시간, 7일, 30일, 90일과 90일간의 일별 값.',
    'Shows the uptime of a project: 24 hours, 7, 30 and 90 days, and each of the last 90 days.',
  ),
  access: 'projects.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/projects/{id}/uptime' },
  input: z.strictObject({ id: z.int().min(1) }),
  output: uptimeReportShape,
  async run(ctx, { id }) {
    const projects = ctx.use(projectsKey)
    if (!(await projects.project(ctx.db, id))) throw notFound(text(`프로젝트 ${id}`, `The project ${id}`))
    const monitors = await projects.monitorsOf(ctx.db, id)
    return report(ctx, { projectId: id, monitorIds: monitors.map((monitor) => monitor.id) })
  },
})

export const getMonitorUptime = operation({
  name: 'get-monitor-uptime',
  summary: text(
    '모니터의 가동률을 조회합니다: 24시간, 7일, 30일, 90일과 90일간의 일별 값.',
    'Shows the uptime of a monitor: 24 hours, 7, 30 and 90 days, and each of the last 90 days.',
  ),
  access: 'projects.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/monitors/{id}/uptime' },
  input: z.strictObject({ id: z.int().min(1) }),
  output: uptimeReportShape,
  async run(ctx, { id }) {
    const monitor = await ctx.use(projectsKey).monitor(ctx.db, id)
    if (!monitor) throw notFound(text(`모니터 ${id}`, `The monitor ${id}`))
    return report(ctx, { projectId: monitor.projectId, monitorIds: [id] })
  },
})

export const listProjectUptimes = operation({
  name: 'list-project-uptimes',
  summary: text('여러 프로젝트의 가동률을 한 번에 조회합니다.', 'Shows the uptime of several projects at once.'),
  access: 'projects.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/project-uptimes' },
  input: z.strictObject({
    project_ids: z.array(z.coerce.number().int().min(1)).min(1).max(50).describe('Ids, separated by commas'),
    days: z.int().min(1).max(90).default(30).describe('Daily bars'),
  }),
  output: projectUptimes,
  async run(ctx, input) {
    const projects = ctx.use(projectsKey)
    const zone = ctx.use(incidentsKit).timeZone()
    const ids = [...new Set(input.project_ids)]
    const existing = await projects.projects(ctx.db, ids)
    const items = []
    for (const projectId of ids.filter((id) => existing.has(id))) {
      const monitors = await projects.monitorsOf(ctx.db, projectId)
      const watched = { projectId, monitorIds: monitors.map((monitor) => monitor.id) }
      const { periods, days } = await uptimeReport(
        ctx.db,
        watched,
        { zone, dayCount: input.days },
        { projects, clock: ctx.clock },
      )
      items.push({
        project_id: projectId,
        uptime_24h: periods['24h'].uptime_percent,
        uptime_7d: periods['7d'].uptime_percent,
        uptime_30d: periods['30d'].uptime_percent,
        uptime_90d: periods['90d'].uptime_percent,
        days,
      })
    }
    return { time_zone: zone, items }
  },
})
