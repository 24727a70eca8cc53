import type { Db } from '#platform/db/contract.ts'
import { keyOf, type Standing } from './limit-desk.ts'
import { type Counted, limitsOf, standingAt } from './limit-rule.ts'
import { allRules, readCounters } from './limit-store.ts'

/** How every limit that holds for somebody stands, the scarcest first; also those without an end, as -1. */
export async function quotasOf(db: Db, who: Counted, now: number, zone: string): Promise<Standing[]> {
  const holding = limitsOf(await allRules(db), who)
  const counters = await readCounters(db, holding.map(keyOf))
  return holding
    .map((limit): Standing => {
      const key = keyOf(limit)
      return { rule: limit.rule, key, ...standingAt(counters.get(key), limit.rule.window, now, zone) }
    })
    .sort((a, b) => left(a) - left(b))
}

const left = ({ rule, used }: Standing): number => (rule.max < 0 ? Number.POSITIVE_INFINITY : rule.max - used)
