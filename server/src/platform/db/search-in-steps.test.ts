import { describe, expect, it } from 'vitest'
import { searchInSteps } from './search-in-steps.ts'

/** Ids that fit, as a table would give them. */
const searchOver = (ids: readonly number[], newest: number) => ({
  newest,
  count: async (after: number, upTo: number) => ids.filter((id) => id > after && id <= upTo).length,
  rows: async (after: number, upTo: number, limit: number, offset: number) =>
    ids
      .filter((id) => id > after && id <= upTo)
      .sort((a, b) => b - a)
      .slice(offset, offset + limit),
})

describe('a search in steps', () => {
  const ids = [1, 2, 19_999, 20_000, 20_001, 40_000, 40_001, 65_000, 65_001]
  const newestFirst = [...ids].reverse()

  it('gives every page as one query would, whatever stretch its rows lie in', async () => {
    for (let limit = 1; limit <= 5; limit++) {
      for (let offset = 0; offset <= ids.length; offset++) {
        expect(await searchInSteps(searchOver(ids, 65_001), limit, offset)).toEqual({
          rows: newestFirst.slice(offset, offset + limit),
          total: ids.length,
        })
      }
    }
  })

  it('finds nothing in an empty table', async () => {
    expect(await searchInSteps(searchOver([], 0), 10, 0)).toEqual({ rows: [], total: 0 })
  })

  it('lets other work go on between its steps', async () => {
    let turns = 0
    let searching = true
    const other = () => {
      turns += 1
      if (searching) setImmediate(other)
    }
    setImmediate(other)
    await searchInSteps(searchOver([], 20_000 * 50), 10, 0)
    searching = false
    expect(turns).toBeGreaterThanOrEqual(49)
  })
})
