import type { AnyOperation } from '#platform/operations/operation.ts'
import { checkMonitorNow, checkProjectNow } from './check-now.ts'
import { getSchedulerStatus } from './get-scheduler-status.ts'
import { listJobRuns, listJobs } from './list-jobs.ts'
import { runJobNow, startJob, stopJob } from './run-job-now.ts'
import { startScheduler, stopScheduler } from './start-scheduler.ts'
import { startProject, stopProject } from './switch-project.ts'

export const scheduleOperations: readonly AnyOperation[] = [
  startScheduler,
  stopScheduler,
  getSchedulerStatus,
  startProject,
  stopProject,
  checkProjectNow,
  checkMonitorNow,
  listJobs,
  listJobRuns,
  runJobNow,
  startJob,
  stopJob,
]
