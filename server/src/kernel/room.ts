import type { Text } from '@bongsu/contract/text.ts'

/** What a recurring job tells of a run: shown in the jobs list. Counts only, no secrets. */
export type JobReport = Readonly<Record<string, number | string>>

/** Recurring work a room asks the schedule room to run: at most one run at a time in the whole installation. */
export interface Job {
  readonly name: string
  readonly title: Text
  /** Every so many ms, or a cron expression in the system's time zone. */
  readonly when: { readonly everyMs: number } | { readonly cron: string }
  run(signal: AbortSignal): Promise<JobReport>
}

/**
 * A feature as app.ts sees it. `start` runs in room order after migrations, `stop` in reverse order; both are
 * idempotent. `stop` must settle within the drain deadline its signal carries.
 */
export interface Room<Operation> {
  readonly name: string
  readonly operations?: readonly Operation[]
  readonly jobs?: readonly Job[]
  start?(): Promise<void>
  stop?(deadline: AbortSignal): Promise<void>
}
