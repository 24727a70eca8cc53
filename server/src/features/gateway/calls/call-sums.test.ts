import { describe, expect, it } from 'vitest'
import { peopleKey, tokenNamesKey } from '#features/identity/index.ts'
import { day, hour, minute } from '#kernel/clock.ts'
import type { Actor } from '#kernel/operation.ts'
import { Services } from '#kernel/service.ts'
import type { Database } from '#platform/db/contract.ts'
import { eachDatabase } from '#test/databases.ts'
import type { CallOutcome, EndedCall } from './call-record.ts'
import { deleteSumsBefore, insertEnded } from './call-store.ts'
import { type StretchSearch, sumCalls } from './sum-store.ts'
import { statsOf } from './usage-stats.ts'

const midnight = Date.UTC(2026, 2, 2)
const zone = 'Asia/Seoul'

/** The same draw every time. */
function drawn(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32
    return state / 2 ** 32
  }
}

const outcomes: CallOutcome[] = ['success', 'success', 'success', 'failed', 'refused']
const doors = ['mcp', 'http', 'stdio'] as const

/** Calls of many tools and people over a stretch, slow ones among them. */
function calls(count: number, { from, to }: { from: number; to: number }): EndedCall[] {
  const next = drawn(count)
  const one = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)] as Item
  return Array.from({ length: count }, (_none, at): EndedCall => {
    const personId = 1 + Math.floor(next() * 3)
    const actor: Actor = { kind: 'person', personId, role: 'user', sessionId: 1, name: `P${personId}` }
    const outcome = one(outcomes)
    return {
      id: at + 1,
      startedAt: from + Math.floor(next() * (to - from)),
      actor,
      origin: { door: one(doors) },
      server: null,
      sourceId: 'own',
      tool: one(['add', 'subtract', 'hello']),
      args: '{}',
      durationMs: outcome === 'refused' ? 0 : Math.round(Math.exp(next() * 9)),
      outcome,
      result: null,
      reason: null,
      isAudited: true,
    }
  })
}

async function keep(database: Database, kept: readonly EndedCall[]): Promise<void> {
  for (let at = 0; at < kept.length; at += 500)
    await database.transaction((tx) => insertEnded(tx, kept.slice(at, at + 500)))
}

const quantileOf = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(share * values.length) - 1)] as number
const ran = (kept: readonly EndedCall[]) => kept.filter(({ outcome }) => outcome !== 'refused')
const durations = (kept: readonly EndedCall[]) => ran(kept).map(({ durationMs }) => durationMs)

const nobody = new Services()
nobody.provide(peopleKey, { byIds: async () => [] } as never)
nobody.provide(tokenNamesKey, { names: async () => new Map() } as never)

eachDatabase((open) => {
  describe('sums of calls', () => {
    const withStore = async (work: (database: Database) => Promise<void>) => {
      const { database, close } = await open()
      await work(database).finally(() => close())
    }
    const stats = (db: Database, search: object, frame: { from: number; to: number }) =>
      statsOf({ db, use: (key) => nobody.use(key) }, search, { ...frame, zone })

    it('tell how long half and how long nearly all calls took, within 2 %, of a stretch and of each day in it', () =>
      withStore(async (database) => {
        const frame = { from: midnight, to: midnight + 3 * day }
        const kept = calls(4000, frame)
        await keep(database, kept)
        const dateOf = ({ startedAt }: EndedCall) => new Date(startedAt + 9 * hour).toISOString().slice(0, 10)
        for (const [search, some] of [
          [{}, kept],
          [{ door: 'mcp' }, kept.filter(({ origin }) => origin.door === 'mcp')],
          [
            { personId: 2, tool: 'add' },
            kept.filter(({ actor, tool }) => 'personId' in actor && actor.personId === 2 && tool === 'add'),
          ],
        ] as const) {
          const sums = await stats(database, search, frame)
          expect(sums.calls).toBe(some.length)
          const near = (said: number | null, values: readonly number[], share: number) => {
            const true_ = quantileOf(values, share)
            expect(Math.abs((said ?? Number.NaN) - true_)).toBeLessThanOrEqual(0.02 * true_)
          }
          near(sums.p50_duration_ms, durations(some), 0.5)
          near(sums.p95_duration_ms, durations(some), 0.95)
          const days = Map.groupBy(some, dateOf)
          expect(sums.by_day.map(({ date }) => date)).toEqual([...days.keys()].sort())
          for (const { date, calls: count, p95_duration_ms } of sums.by_day) {
            expect(count).toBe(days.get(date)?.length)
            near(p95_duration_ms, durations(days.get(date) ?? []), 0.95)
          }
          expect(sums.heat_map.flat().reduce((a, b) => a + b)).toBe(some.length)
          expect(sums.by_hour.reduce((sum, one) => sum + one.calls, 0)).toBe(some.length)
        }
      }))

    it('are the same from days as from hours, wherever a stretch begins and ends', () =>
      withStore(async (database) => {
        const kept = calls(3000, { from: midnight, to: midnight + 10 * day })
        await keep(database, kept)
        for (const [from, to] of [
          [midnight, midnight + 10 * day],
          [midnight + 5 * hour, midnight + 9 * day + 7 * hour],
          [midnight + 23 * hour, midnight + day + hour],
          [midnight + 3 * hour, midnight + 4 * hour],
          [midnight + 2 * day + hour, midnight + 4 * day],
        ] as const) {
          const search: StretchSearch = { from, to, door: 'http' }
          const within = kept.filter(
            ({ startedAt, origin }) => startedAt >= from && startedAt < to && origin.door === 'http',
          )
          const byTool = await sumCalls(database, search, ['tool'])
          for (const tool of ['add', 'subtract', 'hello'])
            expect(byTool.filter((row) => row.tool === tool).reduce((sum, row) => sum + row.calls, 0)).toBe(
              within.filter((call) => call.tool === tool).length,
            )
          const taken = byTool.reduce((sum, row) => sum + row.duration_ms, 0)
          expect(taken).toBe(within.reduce((sum, { durationMs }) => sum + durationMs, 0))
        }
      }))

    it('lose nothing when many add to the same hour at once', () =>
      withStore(async (database) => {
        const kept = calls(300, { from: midnight, to: midnight + 10 * minute })
        const parts = Array.from({ length: 30 }, (_none, at) => kept.slice(at * 10, at * 10 + 10))
        await Promise.all(parts.map((part) => database.transaction((tx) => insertEnded(tx, part))))
        const sums = await stats(database, {}, { from: midnight, to: midnight + hour })
        expect(sums).toMatchObject({ calls: 300, refused: 300 - ran(kept).length })
        const [{ p50_duration_ms: p50 } = { p50_duration_ms: null }] = sums.by_hour
        expect(Math.abs((p50 ?? 0) - quantileOf(durations(kept), 0.5))).toBeLessThanOrEqual(
          0.02 * quantileOf(durations(kept), 0.5),
        )
      }))

    it('go when they are older than anybody may ask for', () =>
      withStore(async (database) => {
        await keep(database, calls(50, { from: midnight, to: midnight + 2 * day }))
        await database.transaction((tx) => deleteSumsBefore(tx, midnight + 5 * day))
        for (const table of ['call_hour', 'call_hour_total', 'call_day', 'call_day_tool', 'call_day_caller'])
          expect(await database.all(`select calls from ${table}`)).toEqual([])
      }))
  })
})
