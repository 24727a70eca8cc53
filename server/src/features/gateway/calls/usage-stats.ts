import type { usageStats } from '@bongsu/contract/tools.ts'
import type { z } from 'zod'
import { peopleKey, tokenNamesKey } from '#features/identity/index.ts'
import { day, isoTime } from '#kernel/clock.ts'
import { localTime } from '#kernel/zone-time.ts'
import type { Context } from '#platform/operations/operation.ts'
import { CallTally, type Summed } from './call-tally.ts'
import { hoursOf, type StretchSearch, type Sum, sumCalls } from './sum-store.ts'
import type { CallSearch } from './usage-store.ts'

const mostRows = 50
const longestByHour = 4 * day

/** Everything from sums: the cost grows with hours and tools, not with calls. */
export async function statsOf(
  ctx: Pick<Context, 'db' | 'use'>,
  asked: CallSearch,
  frame: { from: number; to: number; zone: string },
): Promise<z.input<typeof usageStats>> {
  const search = { ...asked, from: frame.from, to: frame.to }
  const byTool = await sumCalls(ctx.db, search, ['tool'])
  const byCaller = await sumCalls(ctx.db, search, ['person_id', 'token_id'])
  const callers = groups(byCaller, ({ person_id, token_id }) => `${person_id}:${token_id}`)
  const people = groups(
    byCaller.map((row) => (row.person_id > 0 ? { ...row, token_id: 0 } : row)),
    ({ person_id, token_id }) => `${person_id}:${token_id}`,
  )
  const caller = await callerViews(ctx, [...callers, ...people])
  const { percentiles, ...overTime } = await seriesOf(ctx, search, frame.zone)
  return {
    from: isoTime(frame.from),
    to: isoTime(frame.to),
    ...CallTally.of(byTool).view(),
    ...percentiles,
    by_outcome: groups(byTool, ({ outcome }) => outcome).map(({ first, sum }) => ({
      outcome: first.outcome,
      calls: sum.calls,
    })),
    by_tool: groups(byTool, ({ tool }) => tool).map(({ first, sum }) => ({ tool: first.tool, ...sum })),
    by_caller: callers.map(caller),
    by_person: people.map(caller),
    ...overTime,
  }
}

/** The largest groups, the largest first. */
const groups = <Row extends Summed>(rows: readonly Row[], keyOf: (row: Row) => unknown) =>
  [...Map.groupBy(rows, keyOf).values()]
    .map((group) => ({ first: group[0] as Row, sum: CallTally.of(group).view() }))
    .sort((a, b) => b.sum.calls - a.sum.calls)
    .slice(0, mostRows)

type CallerGroup = {
  readonly first: Sum<'person_id' | 'token_id'>
  readonly sum: ReturnType<CallTally['view']>
}

async function callerViews(ctx: Pick<Context, 'db' | 'use'>, shown: readonly CallerGroup[]) {
  const ids = (of: 'person_id' | 'token_id') => [...new Set(shown.map(({ first }) => first[of]))].filter((id) => id > 0)
  const people = await ctx.use(peopleKey).byIds(ctx.db, ids('person_id'))
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const tokens = await ctx.use(tokenNamesKey).names(ctx.db, ids('token_id'))
  return ({ first: { person_id, token_id }, sum }: CallerGroup) => ({
    person_id: person_id || null,
    token_id: token_id || null,
    name: [names.get(person_id), tokens.get(token_id)].filter(Boolean).join(' · ') || null,
    ...sum,
  })
}

/** The heat map and the days, on the clocks of the reader; the hours where the stretch is short; how long calls took. */
async function seriesOf(ctx: Pick<Context, 'db'>, search: StretchSearch, zone: string) {
  const heat = Array.from({ length: 7 }, () => Array<number>(24).fill(0))
  const [days, hours] = [new Map<string, CallTally>(), new Map<number, CallTally>()]
  const isShort = search.to - search.from <= longestByHour
  for await (const rows of hoursOf(ctx.db, search))
    for (const [at, some] of Map.groupBy(rows, ({ hour_at }) => hour_at)) {
      const { date, weekday, hour } = placeOf(at, zone)
      const line = heat[weekday] as number[]
      for (const row of some) {
        line[hour] = (line[hour] ?? 0) + row.calls
        tallyAt(days, date).add(row)
        if (isShort) tallyAt(hours, at).add(row)
      }
    }
  const all = new CallTally()
  for (const tally of days.values()) all.addDurationsOf(tally)
  return {
    percentiles: all.percentiles(),
    heat_map: heat,
    by_day: inOrder(days).map(([date, tally]) => ({ date, ...tally.timed() })),
    by_hour: inOrder(hours).map(([at, tally]) => ({ at: isoTime(at), ...tally.timed() })),
  }
}

function placeOf(at: number, zone: string) {
  const { year, month, day: dayOfMonth, hour, weekday } = localTime(at, zone)
  const date = `${year}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`
  return { date, weekday: (weekday + 6) % 7, hour }
}

function tallyAt<Key>(tallies: Map<Key, CallTally>, key: Key): CallTally {
  const known = tallies.get(key)
  if (known) return known
  const made = new CallTally()
  tallies.set(key, made)
  return made
}

const inOrder = <Key extends string | number>(tallies: ReadonlyMap<Key, CallTally>): [Key, CallTally][] =>
  [...tallies].sort(([a], [b]) => (a < b ? -1 : 1))
