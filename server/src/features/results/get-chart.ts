import { chart, chartRanges } from '@bongsu/contract/results.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { projectsKey } from '#features/projects/index.ts'
import { notFound } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { frameOf } from './chart.ts'
import { chartView } from './chart-view.ts'
import { readSeries, readTotalSeriesToNow } from './read-series.ts'
import { requireMonitor } from './require-monitor.ts'
import { resultsKit } from './results-kit.ts'

const range = z.enum(chartRanges).default('24h').describe('How far back')

export const getMonitorChart = operation({
  name: 'get-monitor-chart',
  summary: text(
    '모니터의 응답 시간과 가용성 추이를 조회합니다.',
    'Shows how response time and availability of a monitor went.',
  ),
  access: 'projects.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/monitors/{id}/chart' },
  input: z.strictObject({ id: z.int().min(1), range }),
  output: chart,
  async run(ctx, input) {
    const monitor = await requireMonitor(ctx, input.id)
    const frame = frameOf(input.range, ctx.clock.now(), ctx.use(resultsKit).timeZone())
    return chartView(frame, await readSeries(ctx.db, frame, { monitorIds: [monitor.id] }))
  },
})

export const getProjectChart = operation({
  name: 'get-project-chart',
  summary: text(
    '프로젝트의 응답 시간과 가용성 추이를 모든 모니터를 합쳐 조회합니다.',
    'Shows how response time and availability of a project went, its monitors together.',
  ),
  access: 'projects.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/projects/{id}/chart' },
  input: z.strictObject({ id: z.int().min(1), range }),
  output: chart,
  async run(ctx, input) {
    const projects = ctx.use(projectsKey)
    if (!(await projects.project(ctx.db, input.id))) {
      throw notFound(text(`프로젝트 ${input.id}`, `The project ${input.id}`))
    }
    const { timeZone, isResponseTime } = ctx.use(resultsKit)
    const monitors = await projects.monitorsOf(ctx.db, input.id)
    const apart = new Set(monitors.filter(({ kind }) => !isResponseTime(kind)).map(({ id }) => id))
    const frame = frameOf(input.range, ctx.clock.now(), timeZone())
    return chartView(frame, await readSeries(ctx.db, frame, { monitorIds: monitors.map(({ id }) => id), apart }))
  },
})

export const getDashboardChart = operation({
  name: 'get-dashboard-chart',
  summary: text(
    '모든 프로젝트를 합친 응답 시간과 가용성 추이를 지금까지 조회합니다.',
    'Shows how response time and availability went over all projects, up to now.',
  ),
  access: 'projects.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/dashboard/chart' },
  input: z.strictObject({ range }),
  output: chart,
  async run(ctx, input) {
    const frame = frameOf(input.range, ctx.clock.now(), ctx.use(resultsKit).timeZone())
    return chartView(frame, await readTotalSeriesToNow(ctx.db, frame, ctx.use(resultsKit).recentTotals))
  },
})
