import type { OutcomeState } from '@bongsu/contract/states.ts'
import type { Outcome } from '#features/checks/index.ts'
import type { Accounting, Monitor } from '#features/projects/index.ts'
import { hour, minute } from '#kernel/clock.ts'
import { eventType } from '#kernel/events.ts'

/** One finished look at a monitor, as the schedule hands it over: retries done, one outcome left. */
export interface Look {
  /** The monitor as it was when the look began: the judge goes by its thresholds. */
  readonly monitor: Monitor
  /** Unique per monitor: a doubled or late look at the same slot is dropped. A manual look's slot is its start. */
  readonly slotAt: number
  /** Wall clock when the first try began. */
  readonly startedAt: number
  readonly outcome: Outcome
  /** Tries inside the slot, 1 when the first one decided. */
  readonly attempts: number
  readonly trigger: 'schedule' | 'manual'
  /** The maintenance window that covers the slot, or null. */
  readonly maintenance: { readonly accounting: Accounting } | null
  /** Our own connection was judged lost: the outcome is `unknown` whatever it says, and nobody is alerted per monitor. */
  readonly blind?: boolean
}

/** Slower than the monitor's time limit is `degraded`; blind is `unknown`. The state that is stored, shown and judged. */
export function lookState(look: Look): OutcomeState {
  if (look.blind) return 'unknown'
  const { state } = look.outcome
  return state === 'up' && isSlow(look) ? 'degraded' : state
}

/** An answer came, but later than the monitor's time limit. */
export function isSlow(look: Look): boolean {
  const { timeLimit } = look.monitor
  const answered = look.outcome.state === 'up' || look.outcome.state === 'degraded'
  return timeLimit !== null && answered && look.outcome.durationMs > timeLimit
}

/** Clocks of several machines differ by seconds; more than this ahead is a clock that was wrong and has been put right. */
const aheadMs = 2 * minute
/** The most a machine is off by mistaking its time zone. More than that, and it is rather the clock of now that is wrong. */
const mostAheadMs = 26 * hour

/** Whether a stored moment was written by a clock that ran ahead, so that the time it names is still to come. */
export const isFromTheFuture = (storedAt: number, now: number): boolean =>
  storedAt > now + aheadMs && !isFarBehind(storedAt, now)

/** Whether the clock of now cannot be right, seen from a stored moment. */
export const isFarBehind = (storedAt: number, now: number): boolean => storedAt > now + mostAheadMs

/**
 * Emitted within the recording transaction, with the looks that were really stored (no duplicates), in slot order.
 * After the commit it tells the live door what was seen.
 */
export const resultsRecorded = eventType<readonly Look[]>('results-recorded')
