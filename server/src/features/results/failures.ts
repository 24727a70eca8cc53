import { text } from '@bongsu/contract/text.ts'
import type { Db } from '#platform/db/contract.ts'
import { messagesBetween, resultsBackwards } from './result-store.ts'
import type { Failed } from './results-key.ts'

const most = 20
const wordless = text('실패했습니다.', 'It failed.')

export async function failuresBetween(db: Db, monitorId: number, from: number, to: number): Promise<Failed[]> {
  const results = await resultsBackwards(db, monitorId, { from, before: to + 1, state: 'down', most })
  const messages = await messagesBetween(db, monitorId, from, to)
  return results.toReversed().map(({ slotAt, errorCode, durationMs, attempts }) => ({
    slotAt,
    message: messages.get(slotAt) ?? wordless,
    errorCode,
    durationMs,
    attempts,
  }))
}
