import type { JobRunView, JobView } from '@bongsu/contract/schedule.ts'
import type { Language } from '@bongsu/contract/text.ts'
import { isoTime, isoTimeOrNull } from '#kernel/clock.ts'
import type { Job } from '#kernel/room.ts'
import type { JobRun } from './job-store.ts'

export const jobRunToView = (run: JobRun): JobRunView => ({
  id: run.id,
  job: run.job,
  trigger: run.trigger,
  started_at: isoTime(run.startedAt),
  ended_at: isoTimeOrNull(run.endedAt),
  duration_ms: run.endedAt === null ? null : Math.max(0, run.endedAt - run.startedAt),
  outcome: run.outcome,
  report: run.report === null ? null : { ...run.report },
  error: run.error,
})

export const jobToView = (
  job: Job,
  seen: { readonly isEnabled: boolean; readonly nextAt: number | null; readonly lastRun: JobRun | undefined },
  language: Language,
): JobView => ({
  name: job.name,
  title: job.title[language],
  every_ms: 'everyMs' in job.when ? job.when.everyMs : null,
  cron: 'cron' in job.when ? job.when.cron : null,
  is_enabled: seen.isEnabled,
  next_at: isoTimeOrNull(seen.nextAt),
  last_run: seen.lastRun ? jobRunToView(seen.lastRun) : null,
})
