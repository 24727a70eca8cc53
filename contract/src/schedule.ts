import { z } from 'zod'
import { outcomeView } from './outcome.ts'
import { pageInput } from './page.ts'
import { outcomeStates } from './states.ts'

const count = z.int().min(0)

export const kindLoad = z.object({
  kind: z.string(),
  monitors: count,
  checks: z.object({ up: count, degraded: count, down: count, unknown: count }).describe('Since the processes started'),
})

/** Spec B §6.3: what runs, what fails, how late. Figures are of all processes together. */
export const schedulerStatus = z
  .object({
    is_running: z.boolean().describe('Whether checking is switched on'),
    changed_at: z.iso.datetime().nullable(),
    leader: z.string().nullable().describe('The process that decides what is due'),
    running_projects: count,
    stopped_projects: count,
    monitors: count,
    in_flight: count.describe('Checks running now'),
    waiting: count.describe('Checks waiting for their turn'),
    queue_depth: count,
    checks_per_minute: z.number().describe('As the intervals ask for'),
    checks_done: count.describe('Since the processes started'),
    lateness: z
      .object({ p50_ms: z.number().nullable(), p99_ms: z.number().nullable() })
      .describe('Between when a check should have begun and when it did, in the last minutes'),
    skipped: z
      .object({ late: count, overlap: count, crowded: count, queue: count, missed: count })
      .describe('Slots without a check since the processes started, by reason'),
    blind_since: z.iso.datetime().nullable().describe('Our own connection is judged lost since then'),
    per_kind: z.array(kindLoad),
    failures: z
      .array(
        z.object({
          monitor_id: z.int(),
          monitor_name: z.string(),
          project_id: z.int(),
          project_title: z.string(),
          state: z.enum(outcomeStates),
          since: z.iso.datetime(),
          message: z.string().nullable(),
        }),
      )
      .describe('Monitors that are down or degraded, the longest first, at most 100'),
    processes: z.array(
      z.object({
        name: z.string(),
        roles: z.array(z.string()),
        seen_at: z.iso.datetime(),
        in_flight: count,
      }),
    ),
  })
  .meta({ id: 'SchedulerStatus' })
export type SchedulerStatus = z.infer<typeof schedulerStatus>

export const schedulerSwitch = z.object({ is_running: z.boolean() }).meta({ id: 'SchedulerSwitch' })
export const projectSwitch = z.object({ project_id: z.int(), is_running: z.boolean() }).meta({ id: 'ProjectSwitch' })

export const projectCheck = z
  .object({
    project_id: z.int(),
    items: z.array(z.object({ monitor_id: z.int(), name: z.string(), kind: z.string(), outcome: outcomeView })),
  })
  .meta({ id: 'ProjectCheck' })

export const jobOutcomes = ['running', 'done', 'failed', 'interrupted'] as const

export const jobRunView = z
  .object({
    id: z.int(),
    job: z.string(),
    trigger: z.enum(['schedule', 'manual']),
    started_at: z.iso.datetime(),
    ended_at: z.iso.datetime().nullable(),
    duration_ms: z.int().nullable(),
    outcome: z.enum(jobOutcomes),
    report: z.record(z.string(), z.union([z.string(), z.number()])).nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'JobRun' })
export type JobRunView = z.infer<typeof jobRunView>

export const jobView = z
  .object({
    name: z.string(),
    title: z.string(),
    every_ms: z.int().nullable(),
    cron: z.string().nullable(),
    is_enabled: z.boolean(),
    next_at: z.iso.datetime().nullable(),
    last_run: jobRunView.nullable(),
  })
  .meta({ id: 'Job' })
export type JobView = z.infer<typeof jobView>

export const jobRunFilter = {
  ...pageInput,
  job: z.string().max(100).optional(),
  outcome: z.enum(jobOutcomes).optional(),
}
