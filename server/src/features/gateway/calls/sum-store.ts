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

/** So much is read in one go: some milliseconds on SQLite, which does it in our own thread. */
const stretchAtOnce = { call_hour: day, call_day: 2 * day, call_day_tool: 30 * day, call_day_caller: 30 * day } as const
type SumTable = keyof typeof stretchAtOnce

/**
 * Sums of a stretch, grouped by what is asked for: whole days (UTC) from the sums of days, what is before and after them
 * from those of hours. Hours count as a whole, by when they begin.
 */
export async function sumCalls<Column extends keyof Groups>(
  db: Db,
  search: StretchSearch,
  by: readonly Column[],
): Promise<Sum<Column>[]> {
  const firstDay = Math.ceil(search.from / day) * day
  const lastDay = await endOfDays(db, search.to)
  const sums = new Map<string, Sum<Column>>()
  const add = async (table: SumTable, from: number, to: number) => {
    for (let at = from; at < to; at += stretchAtOnce[table]) {
      const part = { ...search, from: at, to: Math.min(at + stretchAtOnce[table], to) }
      for (const row of await sumRows(db, table, part, by)) {
        const key = [...by.map((column) => row[column]), row.outcome].join('\n')
        const { calls, duration_ms } = sums.get(key) ?? { calls: 0, duration_ms: 0 }
        sums.set(key, { ...row, calls: calls + row.calls, duration_ms: duration_ms + row.duration_ms })
      }
      await breathe()
    }
  }
  if (lastDay <= firstDay) await add('call_hour', search.from, search.to)
  else {
    await add('call_hour', search.from, firstDay)
    await add(dayTable(search, by), firstDay, lastDay)
    await add('call_hour', lastDay, search.to)
  }
  return [...sums.values()]
}

/** A day that has nothing after the end yet, such as today, counts as a whole. */
async function endOfDays(db: Db, to: number): Promise<number> {
  const later = await db.all('select 1 from call_hour_total where hour_at >= ? limit 1', [to])
  return later.length === 0 ? Math.ceil(to / day) * day : Math.floor(to / day) * day
}

/** The smallest sums that know what is asked for. */
function dayTable({ personId, tokenId, tool, source }: CallSearch, by: readonly (keyof Groups)[]): SumTable {
  if (source !== undefined) return 'call_day'
  const [ofTool, ofCaller] = [
    tool !== undefined || by.includes('tool'),
    by.includes('person_id') || by.includes('token_id'),
  ]
  if (!ofCaller && personId === undefined && tokenId === undefined) return 'call_day_tool'
  return ofTool ? 'call_day' : 'call_day_caller'
}

function sumRows<Column extends keyof Groups>(
  db: Db,
  table: SumTable,
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
  const [table, step] = isNarrowed ? ['call_hour', stretchAtOnce.call_hour] : ['call_hour_total', 10 * day]
  for (let from = search.from; from < search.to; from += step) {
    const { where, params } = whereOf({ ...search, from, to: Math.min(from + step, search.to) }, 'hour_at')
    yield await db.all<HourSum>(
      `select hour_at, outcome, calls, duration_ms, histogram from ${table} where ${where}`,
      params,
    )
    await breathe()
  }
}
