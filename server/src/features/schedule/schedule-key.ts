import { serviceKey } from '#kernel/service.ts'

/** What the rest of the product may ask of the schedule. */
export interface Schedule {
  /** Null when checking works, else what is wrong: for `/readyz`. */
  health(): Promise<string | null>
}

export const scheduleKey = serviceKey<Schedule>('schedule')
