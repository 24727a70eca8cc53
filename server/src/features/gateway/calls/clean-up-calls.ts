import { text } from '@bongsu/contract/text.ts'
import { type Clock, day, hour, minute } from '#kernel/clock.ts'
import type { Job } from '#kernel/room.ts'
import type { Database } from '#platform/db/contract.ts'
import { deleteOldCounters } from '../limits/limit-store.ts'
import { deleteCallsBefore, deleteSumsBefore, endForsaken, endOrphans } from './call-store.ts'

export interface CleanUpCallsParts {
  readonly database: Database
  readonly clock: Clock
  readonly keepDays: () => number
  readonly deadlineMs: () => number
}

const rowsAtOnce = 500
/** As long as what a caller carries to its next request is taken, and a little. */
const comesAgainMs = hour + 5 * minute
/** Months are the longest windows. */
const countersKeptMs = 40 * day
/** A year and a month, to compare with the year before; longer than anybody may ask for sums. */
const hoursKeptMs = 401 * day

export const callJobs = (parts: CleanUpCallsParts): Job[] => [
  {
    name: 'clean-up-tool-calls',
    title: text('오래된 도구 호출 기록 정리', 'Cleaning up old tool calls'),
    when: { cron: '40 3 * * *' },
    run: (signal) => cleanUp(parts, signal),
  },
  {
    name: 'end-interrupted-calls',
    title: text('중단된 도구 호출 마무리', 'Closing interrupted tool calls'),
    when: { everyMs: 5 * minute },
    async run() {
      // Nobody runs longer than the deadline; while a caller is asked something (ten minutes at most) the deadline waits, and a minute more is for whoever is slow to write.
      const now = parts.clock.now()
      const before = now - parts.deadlineMs() - 11 * minute
      return parts.database.transaction(async (tx) => ({
        ended: await endOrphans(tx, before),
        forsaken: await endForsaken(tx, now - comesAgainMs),
      }))
    },
  },
]

async function cleanUp({ database, clock, keepDays }: CleanUpCallsParts, signal: AbortSignal) {
  const before = clock.now() - keepDays() * day
  let calls = 0
  for (let deleted = rowsAtOnce; deleted === rowsAtOnce && !signal.aborted; calls += deleted)
    deleted = await database.transaction((tx) => deleteCallsBefore(tx, before, rowsAtOnce))
  const counters = await database.transaction((tx) => deleteOldCounters(tx, clock.now() - countersKeptMs))
  const hours = await database.transaction((tx) => deleteSumsBefore(tx, clock.now() - hoursKeptMs))
  return { calls, counters, hours }
}
