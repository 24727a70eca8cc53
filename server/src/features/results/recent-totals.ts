import { type Clock, minute, second } from '#kernel/clock.ts'
import type { Db } from '#platform/db/contract.ts'
import { addResult, emptyRollUp, type RollUp } from './roll-up.ts'
import { checkedMonitorIds, portions, rawOf } from './roll-up-store.ts'
import { fiveMinuteBucket } from './summing.ts'

export interface RecentBucket {
  readonly at: number
  readonly rollUp: RollUp
}

/** Everybody who looks at the dashboard at about the same time shares one reading. */
const keptMs = 10 * second
/** Roll-ups are some minutes behind; where they are further behind, catching up comes first and a chart shows a gap. */
const longestMs = 30 * minute

/**
 * What all monitors together did since the newest roll-up, in five-minute buckets. For 5,000 monitors that is tens of
 * thousands of raw rows: they are read in portions that let the loop go in between, and at most once in ten seconds.
 */
export class RecentTotals {
  readonly #clock: Clock
  #kept:
    | { readonly from: number; readonly until: number; readonly buckets: Promise<readonly RecentBucket[]> }
    | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** From `rolledUpTo`, or from half an hour ago where that is later. */
  since(db: Db, rolledUpTo: number): Promise<readonly RecentBucket[]> {
    const now = this.#clock.now()
    if (this.#kept?.from === rolledUpTo && now < this.#kept.until) return this.#kept.buckets
    const buckets = readBuckets(db, Math.max(rolledUpTo, fiveMinuteBucket(now - longestMs)), now + minute)
    this.#kept = { from: rolledUpTo, until: now + keptMs, buckets }
    buckets.catch(() => {
      this.#kept = undefined
    })
    return buckets
  }
}

async function readBuckets(db: Db, from: number, to: number): Promise<readonly RecentBucket[]> {
  const buckets = new Map<number, RollUp>()
  for (const ids of portions(await checkedMonitorIds(db))) {
    for (const row of await rawOf(db, ids, from, to)) {
      const at = fiveMinuteBucket(row.slot_at)
      const rollUp = buckets.get(at) ?? emptyRollUp()
      buckets.set(at, rollUp)
      addResult(rollUp, row, true)
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  return [...buckets].map(([at, rollUp]) => ({ at, rollUp }))
}
