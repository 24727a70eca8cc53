import type { Job } from '#kernel/room.ts'
import { type ServiceKey, serviceKey } from '#kernel/service.ts'
import type { Db } from '#platform/db/contract.ts'
import type { JobRunner } from './job-runner.ts'
import type { LookRunner } from './look-runner.ts'
import type { ProcessReport } from './schedule-store.ts'

/** What the verbs of this room share. Not part of its face. */
export interface ScheduleKit {
  readonly runner: LookRunner
  readonly jobs: JobRunner
  allJobs(): readonly Job[]
  /** Every live process, this one as of now. */
  reports(db: Db): Promise<ProcessReport[]>
  queueDepth(): Promise<number>
  leader(db: Db): Promise<string | null>
  /** Aborts when the process stops, for work that no caller waits for. */
  readonly stopping: AbortSignal
}

export const scheduleKit: ServiceKey<ScheduleKit> = serviceKey<ScheduleKit>('schedule.kit')
