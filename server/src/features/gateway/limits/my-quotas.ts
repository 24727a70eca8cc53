import type { quotaView } from '@bongsu/contract/tools.ts'
import type { z } from 'zod'
import { isoTime } from '#kernel/clock.ts'
import type { Db } from '#platform/db/contract.ts'
import { keyOf, type Standing } from './limit-desk.ts'
import { type Counted, type HoldingLimit, limitsOf, standingAt } from './limit-rule.ts'
import { allRules, type Counter, readCounters } from './limit-store.ts'

/** How every limit that holds for somebody stands, the scarcest first; also those without an end, as -1. */
export async function quotasOf(db: Db, who: Counted, now: number, zone: string): Promise<Standing[]> {
  const holding = limitsOf(await allRules(db), who)
  return standingsOf(holding, await readCounters(db, holding.map(keyOf)), now, zone)
}

/** The same where rules and counters have been read already. */
export const standingsOf = (
  holding: readonly HoldingLimit[],
  counters: ReadonlyMap<string, Counter>,
  now: number,
  zone: string,
): Standing[] =>
  holding
    .map((limit): Standing => {
      const key = keyOf(limit)
      return { rule: limit.rule, key, ...standingAt(counters.get(key), limit.rule.window, now, zone) }
    })
    .sort((a, b) => left(a) - left(b))

const left = ({ rule, used }: Standing): number => (rule.max < 0 ? Number.POSITIVE_INFINITY : rule.max - used)

export const viewQuota = ({ rule, used, span }: Standing): z.input<typeof quotaView> => ({
  limit: rule.max,
  used,
  remaining: rule.max < 0 ? null : Math.max(0, rule.max - used),
  window: rule.window,
  target_kind: rule.targetKind,
  target: rule.target,
  from_rule: rule.subjectKind,
  resets_at: isoTime(span.to),
})
