import type { usageStats } from '@bongsu/contract/tools.ts'
import type { z } from 'zod'
import { peopleKey, tokenNamesKey } from '#features/identity/index.ts'
import { isoTime } from '#kernel/clock.ts'
import { localTime } from '#kernel/zone-time.ts'
import type { Context } from '#platform/operations/operation.ts'
import { type CallSearch, type HourRow, sumHours } from './usage-store.ts'

interface Tally {
  calls: number
  succeeded: number
  failed: number
  durationMs: number
}

type Summed = Pick<HourRow, 'calls' | 'duration_ms' | 'outcome'>

const mostRows = 50

/** Everything from the hourly sums: the cost grows with hours and tools, not with calls. */
export async function statsOf(
  ctx: Pick<Context, 'db' | 'use'>,
  search: CallSearch,
  frame: { from: number; to: number; zone: string },
): Promise<z.input<typeof usageStats>> {
  const byTool = await sumHours(ctx.db, search, ['tool'])
  const byCaller = await sumHours(ctx.db, search, ['person_id', 'token_id'])
  const byHour = await sumHours(ctx.db, search, ['hour_at'])
  const all = tally(byTool)
  const outcomes = [...Map.groupBy(byTool, ({ outcome }) => outcome)].map(([outcome, rows]) => ({
    outcome,
    calls: tally(rows).calls,
  }))
  return {
    from: isoTime(frame.from),
    to: isoTime(frame.to),
    ...counts(all),
    mean_duration_ms: all.calls === 0 ? null : all.durationMs / all.calls,
    by_outcome: outcomes.sort(byCalls),
    by_tool: [...Map.groupBy(byTool, ({ tool }) => tool)]
      .map(([tool, rows]) => ({ tool, sum: tally(rows) }))
      .sort((a, b) => b.sum.calls - a.sum.calls)
      .slice(0, mostRows)
      .map(({ tool, sum }) => ({ tool, ...counts(sum), mean_duration_ms: sum.durationMs / sum.calls })),
    by_caller: await callers(ctx, byCaller),
    ...inZone(byHour, frame.zone),
  }
}

const byCalls = (a: { calls: number }, b: { calls: number }): number => b.calls - a.calls

function tally(rows: readonly Summed[]): Tally {
  const sum: Tally = { calls: 0, succeeded: 0, failed: 0, durationMs: 0 }
  for (const { calls, duration_ms, outcome } of rows) {
    sum.calls += calls
    sum.durationMs += duration_ms
    if (outcome === 'success') sum.succeeded += calls
    else sum.failed += calls
  }
  return sum
}

const counts = ({ calls, succeeded, failed }: Tally) => ({ calls, succeeded, failed })

async function callers(
  ctx: Pick<Context, 'db' | 'use'>,
  rows: readonly (Summed & Pick<HourRow, 'person_id' | 'token_id'>)[],
) {
  const groups = [...Map.groupBy(rows, ({ person_id, token_id }) => `${person_id}:${token_id}`).values()]
    .map((group) => ({ first: group[0] as (typeof rows)[number], sum: tally(group) }))
    .sort((a, b) => b.sum.calls - a.sum.calls)
    .slice(0, mostRows)
  const people = await ctx.use(peopleKey).byIds(
    ctx.db,
    groups.map(({ first }) => first.person_id).filter((id) => id > 0),
  )
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const tokens = await ctx.use(tokenNamesKey).names(
    ctx.db,
    groups.map(({ first }) => first.token_id).filter((id) => id > 0),
  )
  return groups.map(({ first, sum }) => ({
    person_id: first.person_id || null,
    token_id: first.token_id || null,
    name: [names.get(first.person_id), tokens.get(first.token_id)].filter(Boolean).join(' · ') || null,
    ...counts(sum),
  }))
}

/** The heat map and the days, on the clocks of the reader. */
function inZone(rows: readonly (Summed & Pick<HourRow, 'hour_at'>)[], zone: string) {
  const heat = Array.from({ length: 7 }, () => Array<number>(24).fill(0))
  const days = new Map<string, Summed[]>()
  for (const row of rows) {
    const { year, month, day, hour, weekday } = localTime(row.hour_at, zone)
    const line = heat[(weekday + 6) % 7] as number[]
    line[hour] = (line[hour] ?? 0) + row.calls
    const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
    days.set(date, [...(days.get(date) ?? []), row])
  }
  const byDay = [...days].map(([date, some]) => ({ date, ...counts(tally(some)) }))
  return { heat_map: heat, by_day: byDay.sort((a, b) => (a.date < b.date ? -1 : 1)) }
}
