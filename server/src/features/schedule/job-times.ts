import { Cron } from 'croner'
import { minute, second } from '#kernel/clock.ts'
import type { Job } from '#kernel/room.ts'
import { phaseOf } from './slots.ts'

/** What was missed while nobody ran is made up for this soon after, jobs apart from each other. */
const catchUpWithinMs = 2 * minute
const settleMs = 10 * second

/**
 * When a job is due, from when it ran last (null: never) and since when this process leads. A run that was missed comes
 * soon after the start; otherwise a product that is restarted every night would never clean up.
 */
export function nextRunAt(job: Job, lastStartedAt: number | null, leadingSince: number, zone: string): number {
  const planned = plannedAt(job, lastStartedAt, leadingSince, zone)
  return planned > leadingSince ? planned : leadingSince + settleMs + phaseOf(nameNumber(job.name), catchUpWithinMs)
}

function plannedAt(job: Job, lastStartedAt: number | null, leadingSince: number, zone: string): number {
  if ('everyMs' in job.when) return lastStartedAt === null ? leadingSince : lastStartedAt + job.when.everyMs
  const next = new Cron(job.when.cron, { timezone: zone }).nextRun(new Date(lastStartedAt ?? leadingSince))
  return next?.getTime() ?? Number.POSITIVE_INFINITY
}

function nameNumber(name: string): number {
  let sum = 0
  for (const character of name) sum = (Math.imul(sum, 31) + character.charCodeAt(0)) >>> 0
  return sum
}
