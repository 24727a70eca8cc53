import { serviceKey } from '#kernel/service.ts'
import type { RecentTotals } from './recent-totals.ts'
import type { IsResponseTime } from './result-row.ts'

/** What the verbs of this room share. Not part of its face. */
export interface ResultsKit {
  readonly timeZone: () => string
  readonly isResponseTime: IsResponseTime
  readonly recentTotals: RecentTotals
}

export const resultsKit = serviceKey<ResultsKit>('results.kit')
