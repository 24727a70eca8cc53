import { setImmediate as breathe } from 'node:timers/promises'

export interface SteppedSearch<Row> {
  /** The newest id there is. */
  readonly newest: number
  /** How many rows with ids in (after, upTo] fit. */
  count(after: number, upTo: number): Promise<number>
  /** Those rows, newest first. */
  rows(after: number, upTo: number, limit: number, offset: number): Promise<Row[]>
}

/** About 20 ms of text comparing on SQLite, which does it in our own thread. */
const idsPerStep = 20_000

/**
 * One page of a search no index helps with, newest first, over a table whose ids grow. Looks at a stretch of ids at a
 * time with a breath between: the whole takes as long as ever, but everybody else's work goes on meanwhile.
 */
export async function searchInSteps<Row>(
  search: SteppedSearch<Row>,
  limit: number,
  offset: number,
): Promise<{ rows: Row[]; total: number }> {
  const rows: Row[] = []
  let total = 0
  for (let upTo = search.newest; upTo > 0; upTo -= idsPerStep) {
    const after = Math.max(0, upTo - idsPerStep)
    const found = await search.count(after, upTo)
    const skip = Math.max(0, offset - total)
    if (rows.length < limit && skip < found) rows.push(...(await search.rows(after, upTo, limit - rows.length, skip)))
    total += found
    await breathe()
  }
  return { rows, total }
}
