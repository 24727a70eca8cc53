import { dashboardStats, dashboardSummary } from '@bongsu/contract/incidents.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { projectsKey } from '#features/projects/index.ts'
import { day, isoTime } from '#kernel/clock.ts'
import { type Context, operation } from '#platform/operations/operation.ts'
import type { Expiring } from './dashboard-figures.ts'
import { searchIncidents } from './incident-list.ts'
import { openCounts } from './incident-store.ts'
import { incidentViews } from './incident-view.ts'
import { incidentsKit } from './incidents-kit.ts'

const mostShown = 10

export const getDashboardSummary = operation({
  name: 'get-dashboard-summary',
  summary: text(
    '지금 살펴야 할 것을 조회합니다: 상태별 프로젝트 수, 진행 중인 장애, 곧 만료되는 인증서와 도메인.',
    'Shows what needs attention now: projects by state, open incidents, certificates and domains that expire soon.',
  ),
  access: 'projects.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/dashboard/summary' },
  input: z.strictObject({}),
  output: dashboardSummary,
  async run(ctx) {
    const figures = await ctx.use(incidentsKit).figures()
    const { open: openCount, unacknowledged } = await openCounts(ctx.db)
    const open = await searchIncidents(ctx.db, { state: 'open', page: 1, page_size: mostShown })
    return {
      at: isoTime(ctx.clock.now()),
      projects: await ctx.use(projectsKey).countByState(ctx.db, ctx.clock.now()),
      open_incidents: await incidentViews(ctx, open.items),
      open_incident_count: openCount,
      unacknowledged_count: unacknowledged,
      expiring: await expiringViews(ctx, figures.expiring.slice(0, mostShown)),
      availability_24h: figures.last24Hours.availability,
    }
  },
})

async function expiringViews(ctx: Context, expiring: readonly Expiring[]) {
  const ids = [...new Set(expiring.map(({ monitor }) => monitor.projectId))]
  const projects = await ctx.use(projectsKey).projects(ctx.db, ids)
  const now = ctx.clock.now()
  return expiring.map(({ monitor, expiresAt }) => ({
    project: { id: monitor.projectId, title: projects.get(monitor.projectId)?.title ?? '' },
    monitor: { id: monitor.id, name: monitor.name, kind: monitor.kind },
    expires_at: isoTime(expiresAt),
    days_left: Math.floor((expiresAt - now) / day),
  }))
}

export const getDashboardStats = operation({
  name: 'get-dashboard-stats',
  summary: text(
    '전체 통계를 조회합니다. 가용성과 응답 시간은 최근 24시간의 것입니다.',
    'Shows the figures of the whole installation. Availability and response time are of the last 24 hours.',
  ),
  access: 'projects.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/dashboard/stats' },
  input: z.strictObject({}),
  output: dashboardStats,
  async run(ctx) {
    const { last24Hours, incidentsEver, expiring } = await ctx.use(incidentsKit).figures()
    const projects = await ctx.use(projectsKey).countByState(ctx.db, ctx.clock.now())
    const total = Object.values(projects).reduce((sum, count) => sum + count, 0)
    const expiringOf = (kind: string) => expiring.filter(({ monitor }) => monitor.kind === kind).length
    return {
      total_projects: total,
      active_projects: total - projects.paused,
      available_projects: projects.up + projects.degraded,
      unavailable_projects: projects.down,
      overall_availability: last24Hours.availability,
      avg_response_time: last24Hours.averageMs,
      total_alerts: incidentsEver,
      unresolved_alerts: (await openCounts(ctx.db)).open,
      ssl_expiring_soon: expiringOf('tls'),
      domain_expiring_soon: expiringOf('domain'),
    }
  },
})
