import { pageOf } from '@bongsu/contract/page.ts'
import { monitorFilter, monitorView } from '@bongsu/contract/projects.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { type Context, operation } from '#platform/operations/operation.ts'
import { type MonitorFilter, searchMonitors } from './monitor-list.ts'
import { monitorAnswer, requireProject } from './project-answers.ts'
import { monitorToView } from './project-view.ts'
import { projectsKit } from './projects-kit.ts'

async function page(ctx: Context, filter: MonitorFilter, projectId: number | null) {
  const { calendar } = ctx.use(projectsKit)
  const now = ctx.clock.now()
  const found = await searchMonitors(ctx.db, filter, projectId, filter.state ? calendar.projectsAt(now) : [])
  const items = found.items.map((entry) =>
    monitorToView(entry, calendar.at(entry.monitor.projectId, now) !== null, ctx.language),
  )
  return { ...found, items }
}

export const listMonitors = operation({
  name: 'list-monitors',
  summary: text('모든 프로젝트의 모니터를 조회합니다.', 'Lists the monitors of all projects.'),
  access: 'projects.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/monitors' },
  input: z.strictObject(monitorFilter),
  output: pageOf(monitorView),
  run: (ctx, input) => page(ctx, input, null),
})

export const listProjectMonitors = operation({
  name: 'list-project-monitors',
  summary: text('한 프로젝트의 모니터를 조회합니다.', 'Lists the monitors of one project.'),
  access: 'projects.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/projects/{id}/monitors' },
  input: z.strictObject({ id: z.int().min(1), ...monitorFilter }),
  output: pageOf(monitorView),
  async run(ctx, input) {
    await requireProject(ctx.db, input.id)
    return page(ctx, input, input.id)
  },
})

export const getMonitor = operation({
  name: 'get-monitor',
  summary: text('모니터 하나를 조회합니다.', 'Shows one monitor.'),
  access: 'projects.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/monitors/{id}' },
  input: z.strictObject({ id: z.int().min(1) }),
  output: monitorView,
  run: (ctx, input) => monitorAnswer(ctx, input.id),
})
