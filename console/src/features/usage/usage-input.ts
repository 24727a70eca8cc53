import type { OutputOf } from '#lib/api.ts'
import { periodFilters } from '#lib/period.ts'

export type Call = OutputOf<'list-tool-calls'>['items'][number]
export type UsageStats = OutputOf<'get-usage-stats'>

/** What of calls is shown, as the URL has it. A month unless said: a list without an end is for exports. */
export const usageFilters = {
  person: '',
  token: '',
  tool: '',
  source: '',
  outcome: '',
  door: '',
  ...periodFilters,
  period: '30d',
} as const

const longestMs = 399 * 86_400_000

interface AskedFor {
  readonly [name: string]: string | number | undefined
  readonly from?: string
  readonly to?: string
}

/** The same for sums: they know no pages and no order, and reach back a year. */
export function statsInput({ page, page_size, sort, order, from, to, ...narrowed }: AskedFor, now: number) {
  const end = to === undefined ? Math.ceil(now / 300_000) * 300_000 : Date.parse(to)
  const earliest = end - longestMs
  const start = from === undefined ? earliest : Math.max(earliest, Date.parse(from))
  return { ...narrowed, from: new Date(start).toISOString(), to: new Date(end).toISOString() }
}

/** Where the server writes the same list as a file. */
export function exportPath(kind: 'csv' | 'xlsx', { page, page_size, ...filters }: AskedFor): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(filters)) if (value !== undefined) query.set(name, String(value))
  const path = `/api/v1/usage/history/export${kind === 'xlsx' ? '.xlsx' : ''}`
  return query.size > 0 ? `${path}?${query}` : path
}
