import { setImmediate as breathe } from 'node:timers/promises'
import { day } from '#kernel/clock.ts'
import type { Db } from '#platform/db/contract.ts'
import type { CallOutcome } from './call-record.ts'
import { type CallSearch, whereOf } from './usage-store.ts'

/** What is asked for over a stretch that begins and ends somewhere. */
export type StretchSearch = CallSearch & { readonly from: number; readonly to: number }

interface Groups {
  readonly tool: string
  readonly person_id: number
  readonly token_id: number
}

export type Sum<Column extends keyof Groups = never> = Pick<Groups, Column> & {
  readonly outcome: CallOutcome
  readonly calls: number
  readonly duration_ms: number
}

/** So many days are read in one go: some milliseconds on SQLite, which does it in our own thread. */
const daysAtOnce = 60
const hoursAtOnce = 2 * day

/**
 * Sums of a stretch, grouped by what is asked for: whole days (UTC) from the sums of days, what is before and after them
 * from those of hours. Hours count as a whole, by when they begin.
 */
export async function sumCalls<Column extends keyof Groups>(
  db: Db,
  search: StretchSearch,
  by: readonly Column[],
): Promise<Sum<Column>[]> {
  const [firstDay, lastDay] = [Math.ceil(search.from / day) * day, Math.floor(search.to / day) * day]
  const sums = new Map<string, Sum<Column>>()
  const add = (rows: readonly Sum<Column>[]) => {
    for (const row of rows) {
      const key = [...by.map((column) => row[column]), row.outcome].join('\n')
      const { calls, duration_ms } = sums.get(key) ?? { calls: 0, duration_ms: 0 }
      sums.set(key, { ...row, calls: calls + row.calls, duration_ms: duration_ms + row.duration_ms })
    }
  }
  if (lastDay <= firstDay) {
    for (let from = search.from; from < search.to; from += hoursAtOnce)
      add(await sumRows(db, 'call_hour', { ...search, from, to: Math.min(from + hoursAtOnce, search.to) }, by))
    return [...sums.values()]
  }
  add(await sumRows(db, 'call_hour', { ...search, to: firstDay }, by))
  for (let from = firstDay; from < lastDay; from += daysAtOnce * day) {
    add(await sumRows(db, 'call_day', { ...search, from, to: Math.min(from + daysAtOnce * day, lastDay) }, by))
    await breathe()
  }
  add(await sumRows(db, 'call_hour', { ...search, from: lastDay }, by))
  return [...sums.values()]
}

function sumRows<Column extends keyof Groups>(
  db: Db,
  table: 'call_hour' | 'call_day',
  search: StretchSearch,
  by: readonly Column[],
): Promise<Sum<Column>[]> {
  const { where, params } = whereOf(search, table === 'call_hour' ? 'hour_at' : 'day_at')
  const group = [...new Set([...by, 'outcome'])].join(', ')
  return db.all(
    `select ${group}, sum(calls) as calls, sum(duration_ms) as duration_ms from ${table}
     where ${where} group by ${group}`,
    params,
  )
}

export interface HourSum {
  readonly hour_at: number
  readonly outcome: CallOutcome
  readonly calls: number
  readonly duration_ms: number
  /** As the kernel's histogram writes it; null where no call ran, or from before durations were kept. */
  readonly histogram: Uint8Array | null
}

/** The hours of a stretch, some days at a time, with a breath between, so that everybody else's work goes on meanwhile. */
export async function* hoursOf(db: Db, search: StretchSearch): AsyncGenerator<readonly HourSum[]> {
  const { personId, tokenId, tool, source } = search
  const isNarrowed = [personId, tokenId, tool, source].some((one) => one !== undefined)
  const [table, step] = isNarrowed ? ['call_hour', hoursAtOnce] : ['call_hour_total', 10 * day]
  for (let from = search.from; from < search.to; from += step) {
    const { where, params } = whereOf({ ...search, from, to: Math.min(from + step, search.to) }, 'hour_at')
    yield await db.all<HourSum>(
      `select hour_at, outcome, calls, duration_ms, histogram from ${table} where ${where}`,
      params,
    )
    await breathe()
  }
}
