import type { Registry } from 'prom-client'
import type { Alerts } from '#features/alerts/index.ts'
import type { Checks } from '#features/checks/index.ts'
import type { Projects } from '#features/projects/index.ts'
import type { Recorder } from '#features/results/index.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Job } from '#kernel/room.ts'
import type { Services } from '#kernel/service.ts'
import type { Database, Events } from '#platform/db/contract.ts'
import type { Queue } from '#platform/queue/contract.ts'
import type { Sentinel } from './sentinel.ts'
import type { DueSlot } from './timetable.ts'

/** Slots on their way from whoever knows that they are due to whoever looks. */
export interface SlotWork {
  readonly slots: readonly DueSlot[]
}

export interface ScheduleLimits {
  /** Looks at work at once, in one process. */
  readonly checksAtOnce: number
  readonly checksPerHost: number
}

export interface ScheduleParts {
  readonly database: Database
  readonly events: Events
  readonly clock: Clock
  readonly services: Services
  readonly projects: Projects
  readonly checks: Pick<Checks, 'lookOnce' | 'kindOf'>
  readonly recorder: Pick<Recorder, 'record'>
  readonly alerts: Pick<Alerts, 'notify' | 'retryNow'>
  readonly sentinel: Sentinel
  readonly queue: Queue<SlotWork>
  /** What this process does: decide what is due, look, or neither. */
  readonly roles: { readonly schedules: boolean; readonly works: boolean }
  readonly limits: () => ScheduleLimits
  /** The cap of kinds that have one apart from all others (a browser); their own word unless said. */
  readonly ownCap?: (lane: string, cap: number) => number
  /** Recurring work of all rooms; asked after everything is joined. */
  readonly jobs: () => readonly Job[]
  readonly timeZone: () => string
  readonly metrics: Registry
  warn(message: string): void
}
