import type { AlertEvent, AlertSeverity, DeliveryState } from '@bongsu/contract/alerts.ts'
import type { Text } from '@bongsu/contract/text.ts'
import { hour, minute, second } from '#kernel/clock.ts'
import type { AlertNews } from '../news.ts'

/**
 * One row of the outbox: one message to one place. Written in the transaction of what it tells, so neither exists
 * without the other.
 *
 * - `pending`: to be sent at `nextAt`. Later rows of the same `orderKey` wait for it.
 * - `claimed`: a sender holds it until `claimedUntil`; a dead sender's claim runs out and somebody else takes it.
 * - `held`: waits on purpose (quiet hours, reminder, a step of an escalation, storm) and holds up nobody.
 * - `delivered`, `dead` (given up; can be sent again by hand), `merged` (told inside `mergedInto`), `dropped` (no longer
 *   worth telling).
 */
export interface Delivery {
  readonly seq: number
  /** What receivers see; the same on every repeat. */
  readonly id: string
  readonly lane: string
  readonly channelId: number | null
  readonly personId: number | null
  /** Unique per lane: the same news is never written twice to one place. */
  readonly sourceKey: string
  readonly orderKey: string | null
  readonly event: AlertEvent
  readonly severity: AlertSeverity
  readonly projectId: number | null
  readonly monitorId: number | null
  readonly incidentId: number | null
  readonly news: AlertNews
  readonly state: DeliveryState
  readonly heldFor: HeldFor | null
  /** Tries begun so far, the present one included. */
  readonly attempts: number
  readonly nextAt: number
  readonly claimedBy: string | null
  readonly lastStatus: number | null
  readonly lastError: Text | null
  readonly mergedInto: string | null
  readonly fallbackFor: string | null
  readonly isFallbackTold: boolean
  readonly createdAt: number
  readonly finishedAt: number | null
}

export type HeldFor = 'quiet_hours' | 'reminder' | 'escalation' | 'storm'

/** A row before it is written. */
export interface DeliveryDraft {
  readonly id: string
  readonly lane: string
  readonly channelId: number | null
  readonly personId: number | null
  readonly sourceKey: string
  readonly orderKey: string | null
  /** What quiet hours go by: the end of a thing is as urgent as its beginning was. */
  readonly severity: AlertSeverity
  readonly news: AlertNews
  readonly heldFor: HeldFor | null
  readonly nextAt: number
  readonly fallbackFor: string | null
}

/** Waits between tries: an alert ages, so it is quick at first; it gives up after 74 hours and 42 minutes. */
const waits: readonly number[] = [
  0,
  5 * second,
  30 * second,
  2 * minute,
  10 * minute,
  30 * minute,
  2 * hour,
  6 * hour,
  12 * hour,
  24 * hour,
  30 * hour,
]
const jitter = 0.2

/**
 * When to try again, or null when it is time to give up. `random` is in [0, 1). Tries that came faster than the waits
 * allow are not ones that the receiver had a chance at (we were killed with the message in hand), so they do not bring
 * the end nearer: nothing is given up before its time.
 */
export function nextTry(
  { attempts, createdAt }: Pick<Delivery, 'attempts' | 'createdAt'>,
  now: number,
  random: number,
  retryAfterMs = 0,
): number | null {
  const wait = waits[Math.min(attempts, 1 + waitsWithin(now - createdAt))]
  if (wait === undefined) return null
  const jittered = wait * (1 - jitter + 2 * jitter * random)
  return now + Math.round(Math.max(jittered, retryAfterMs))
}

/** How many of the waits, at their shortest, fit into a message's age. */
function waitsWithin(age: number): number {
  let end = 0
  return waits.filter((wait) => {
    end += wait * (1 - jitter)
    return wait > 0 && end <= age
  }).length
}

/** After so many failures of one message its channel's fallback channel is told as well. */
export const failuresBeforeFallback = 3

/** Figures of the sender; tests make them small. */
export interface OutboxTimes {
  /** News waits this long before it is first sent, so that what happens together is told together. */
  readonly gatherMs: number
  /** A claim of a process that died is free again after this. */
  readonly leaseMs: number
  /** One try may take this long, always less than the lease. */
  readonly tryMs: number
  readonly pollMs: number
  /** So many new messages for one place at once, or within the window, are a storm. */
  readonly stormSize: number
  readonly stormWindowMs: number
  /** During a storm, news is gathered this long. */
  readonly stormGatherMs: number
}

export const outboxTimes: OutboxTimes = {
  gatherMs: 1000,
  leaseMs: 30 * second,
  tryMs: 25 * second,
  pollMs: 3 * second,
  stormSize: 5,
  stormWindowMs: minute,
  stormGatherMs: 10 * second,
}
