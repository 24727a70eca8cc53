import { type SchedulerStatus, schedulerStatus } from '@bongsu/contract/schedule.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { projectsKey } from '#features/projects/index.ts'
import { isoTime, isoTimeOrNull, minute } from '#kernel/clock.ts'
import { type Histogram, mergeInto, quantile } from '#kernel/histogram.ts'
import { operation } from '#platform/operations/operation.ts'
import { skipReasons } from './schedule-counters.ts'
import { scheduleKit } from './schedule-kit.ts'
import { type ProcessReport, readSwitch } from './schedule-store.ts'

const shownFailures = 100

export const getSchedulerStatus = operation({
  name: 'get-scheduler-status',
  summary: text(
    '자동 점검의 상태를 조회합니다: 실행 여부, 진행 중인 점검, 실패 중인 모니터, 지연, 건너뛴 점검.',
    'Shows how checking goes: whether it runs, what is under way, what fails, how late, what was skipped.',
  ),
  access: 'scheduler.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/scheduler/status' },
  input: z.strictObject({}),
  output: schedulerStatus,
  async run(ctx) {
    const kit = ctx.use(scheduleKit)
    const projects = ctx.use(projectsKey)
    const [reports, switched, load, failing] = [
      await kit.reports(ctx.db),
      await readSwitch(ctx.db),
      await projects.load(ctx.db),
      await projects.failing(ctx.db, shownFailures),
    ]
    return {
      is_running: switched.isRunning,
      changed_at: isoTimeOrNull(switched.changedAt),
      leader: await kit.leader(ctx.db),
      running_projects: load.runningProjects,
      stopped_projects: load.stoppedProjects,
      monitors: load.kinds.reduce((sum, kind) => sum + kind.monitors, 0),
      queue_depth: await kit.queueDepth(),
      checks_per_minute: Math.round(load.checksPerMs * minute * 100) / 100,
      failures: failing.map((one) => ({
        monitor_id: one.monitor.id,
        monitor_name: one.monitor.name,
        project_id: one.monitor.projectId,
        project_title: one.projectTitle,
        state: one.state.state,
        since: isoTime(one.state.since),
        message: one.state.lastMessage?.[ctx.language] ?? null,
      })),
      ...figures(reports, load.kinds),
      processes: reports.map((report) => ({
        name: report.process,
        roles: [...report.roles],
        seen_at: isoTime(report.seenAt),
        in_flight: report.inFlight,
      })),
    }
  },
})

type Figures = Pick<
  SchedulerStatus,
  'in_flight' | 'waiting' | 'checks_done' | 'lateness' | 'skipped' | 'blind_since' | 'per_kind'
>

/** The figures of all processes together. */
function figures(reports: readonly ProcessReport[], kinds: readonly { kind: string; monitors: number }[]): Figures {
  const sum = (value: (report: ProcessReport) => number): number => reports.reduce((all, one) => all + value(one), 0)
  const lateness: Histogram = new Map()
  for (const report of reports) mergeInto(lateness, new Map(report.lateness))
  const names = new Set([...kinds.map(({ kind }) => kind), ...reports.flatMap((report) => Object.keys(report.looks))])
  const checksOf = (kind: string) => ({
    up: sum((report) => report.looks[kind]?.up ?? 0),
    degraded: sum((report) => report.looks[kind]?.degraded ?? 0),
    down: sum((report) => report.looks[kind]?.down ?? 0),
    unknown: sum((report) => report.looks[kind]?.unknown ?? 0),
  })
  const per_kind = [...names].sort().map((kind) => ({
    kind,
    monitors: kinds.find((one) => one.kind === kind)?.monitors ?? 0,
    checks: checksOf(kind),
  }))
  const blind = reports.map((report) => report.blindSince).filter((since) => since !== null)
  return {
    in_flight: sum((report) => report.inFlight),
    waiting: sum((report) => report.waiting),
    checks_done: per_kind.reduce(
      (all, { checks }) => all + checks.up + checks.degraded + checks.down + checks.unknown,
      0,
    ),
    lateness: { p50_ms: rounded(quantile(lateness, 0.5)), p99_ms: rounded(quantile(lateness, 0.99)) },
    skipped: Object.fromEntries(
      skipReasons.map((reason) => [reason, sum((report) => report.skips[reason] ?? 0)]),
    ) as SchedulerStatus['skipped'],
    blind_since: blind.length > 0 ? isoTime(Math.min(...blind)) : null,
    per_kind,
  }
}

const rounded = (ms: number | null): number | null => (ms === null ? null : Math.round(ms * 10) / 10)
