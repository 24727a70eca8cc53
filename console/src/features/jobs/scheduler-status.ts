import type { OutputOf } from '#lib/api.ts'

export type SchedulerStatus = OutputOf<'get-scheduler-status'>
