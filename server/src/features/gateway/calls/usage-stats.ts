import type { usageStats } from '@bongsu/contract/tools.ts'
import type { z } from 'zod'
import { peopleKey, tokenNamesKey } from '#features/identity/index.ts'
import { day, isoTime } from '#kernel/clock.ts'
import { localTime } from '#kernel/zone-time.ts'
import type { Context } from '#platform/operations/operation.ts'
import type { CallOutcome } from './call-record.ts'
import { type CallSearch, type HourRow, sumLongStretch } from './usage-store.ts'

type Summed = Pick<HourRow, 'calls' | 'duration_ms' | 'outcome'>

const mostRows = 50
const longestByHour = 4 * day

/** Everything from the hourly sums: the cost grows with hours and tools, not with calls. */
export async function statsOf(
  ctx: Pick<Context, 'db' | 'use'>,
  asked: CallSearch,
  frame: { from: number; to: number; zone: string },
): Promise<z.input<typeof usageStats>> {
  const search = { ...asked, from: frame.from, to: frame.to }
  const byTool = await sumLongStretch(ctx.db, search, ['tool'])
  const byCaller = await sumLongStretch(ctx.db, search, ['person_id', 'token_id'])
  const hours = [...Map.groupBy(await sumLongStretch(ctx.db, search, ['hour_at']), ({ hour_at }) => hour_at)]
    .sort(([a], [b]) => a - b)
    .map(([at, rows]) => ({ at, rows }))
  const callers = groups(byCaller, ({ person_id, token_id }) => `${person_id}:${token_id}`)
  const people = groups(
    byCaller.map((row) => (row.person_id > 0 ? { ...row, token_id: 0 } : row)),
    ({ person_id, token_id }) => `${person_id}:${token_id}`,
  )
  const caller = await callerViews(ctx, [...callers, ...people])
  return {
    from: isoTime(frame.from),
    to: isoTime(frame.to),
    ...tally(byTool),
    by_outcome: groups(byTool, ({ outcome }) => outcome).map(({ first, sum }) => ({
      outcome: first.outcome,
      calls: sum.calls,
    })),
    by_tool: groups(byTool, ({ tool }) => tool).map(({ first, sum }) => ({ tool: first.tool, ...sum })),
    by_caller: callers.map(caller),
    by_person: people.map(caller),
    ...inZone(hours, frame.zone),
    by_hour:
      frame.to - frame.from > longestByHour ? [] : hours.map(({ at, rows }) => ({ at: isoTime(at), ...tally(rows) })),
  }
}

/** The largest groups, the largest first. */
const groups = <Row extends Summed>(rows: readonly Row[], keyOf: (row: Row) => unknown) =>
  [...Map.groupBy(rows, keyOf).values()]
    .map((group) => ({ first: group[0] as Row, sum: tally(group) }))
    .sort((a, b) => b.sum.calls - a.sum.calls)
    .slice(0, mostRows)

const refusals: ReadonlySet<CallOutcome> = new Set(['refused', 'limited', 'invalid'])

export function tally(rows: readonly Summed[]) {
  const sum = { calls: 0, succeeded: 0, failed: 0, refused: 0 }
  let durationMs = 0
  for (const { calls, duration_ms, outcome } of rows) {
    sum.calls += calls
    if (refusals.has(outcome)) {
      sum.refused += calls
      continue
    }
    durationMs += duration_ms
    if (outcome === 'success') sum.succeeded += calls
    else sum.failed += calls
  }
  const ran = sum.calls - sum.refused
  return { ...sum, mean_duration_ms: ran === 0 ? null : durationMs / ran }
}

type CallerGroup = { readonly first: Pick<HourRow, 'person_id' | 'token_id'>; readonly sum: ReturnType<typeof tally> }

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

/** The heat map and the days, on the clocks of the reader. */
function inZone(hours: readonly { readonly at: number; readonly rows: readonly Summed[] }[], zone: string) {
  const heat = Array.from({ length: 7 }, () => Array<number>(24).fill(0))
  const days = new Map<string, Summed[]>()
  for (const { at, rows } of hours) {
    const { year, month, day: dayOfMonth, hour, weekday } = localTime(at, zone)
    const line = heat[(weekday + 6) % 7] as number[]
    line[hour] = (line[hour] ?? 0) + tally(rows).calls
    const date = `${year}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`
    const some = days.get(date)
    if (some) some.push(...rows)
    else days.set(date, [...rows])
  }
  return { heat_map: heat, by_day: [...days].map(([date, some]) => ({ date, ...tally(some) })) }
}
