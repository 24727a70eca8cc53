import type { QueryClient } from '@tanstack/react-query'
import { type OutputOf, queryOf } from './api.ts'

export type MyUsage = OutputOf<'get-my-usage'>
export type Quota = MyUsage['quotas'][number]

/** How a limit stands, by the shapes everybody knows: calm, near its end, spent. */
export type QuotaState = 'up' | 'degraded' | 'down'

/** Fewer than this, or than a tenth of the limit, is near the end, once any was used: a small limit is no warning. */
const nearCalls = 5
const nearShare = 0.1

export const myUsageQuery = () => queryOf('get-my-usage')

export const isLimited = (quota: Quota): quota is Quota & { remaining: number } => quota.remaining !== null

export function quotaState({ limit, remaining }: Pick<Quota, 'limit' | 'remaining'>): QuotaState {
  if (remaining === null) return 'up'
  if (remaining <= 0) return 'down'
  if (remaining >= limit) return 'up'
  return remaining < nearCalls || remaining < limit * nearShare ? 'degraded' : 'up'
}

const shownFirst = { day: 0, month: 1, minute: 2 } as const

/**
 * The one limit worth a place on every page: of those on all tools, one that is spent or near its end, else that of the
 * day. Undefined: no limit.
 */
export function headlineQuota(quotas: readonly Quota[]): Quota | undefined {
  const general = quotas.filter((quota) => quota.target_kind === 'all' && isLimited(quota))
  const urgency = { down: 0, degraded: 1, up: 2 } as const
  return general.toSorted(
    (a, b) => urgency[quotaState(a)] - urgency[quotaState(b)] || shownFirst[a.window] - shownFirst[b.window],
  )[0]
}

/** The limits that a call of this tool is held against. */
export const quotasOfTool = (quotas: readonly Quota[], tool: { name: string; tags: readonly string[] }): Quota[] =>
  quotas.filter(({ target_kind: kind, target }) =>
    kind === 'all' ? true : kind === 'tool' ? target === tool.name : tool.tags.includes(target),
  )

/** After a call of one's own: what is left has changed, and so has the record. */
export const refreshUse = (queries: QueryClient): Promise<void> => {
  const touched = new Set<unknown>(['get-my-usage', 'list-tool-calls'])
  return queries.invalidateQueries({ predicate: ({ queryKey }) => touched.has(queryKey[0]) })
}
