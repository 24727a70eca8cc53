import { setImmediate as breathe } from 'node:timers/promises'
import { day } from '#kernel/clock.ts'
import type { Db, SqlValue } from '#platform/db/contract.ts'
import type { CallOutcome } from './call-record.ts'

export interface CallRow {
  readonly id: number
  readonly started_at: number
  readonly duration_ms: number
  readonly person_id: number | null
  readonly token_id: number | null
  readonly actor_name: string | null
  readonly door: string
  readonly address: string | null
  readonly server: string | null
  readonly source: string | null
  readonly tool: string
  readonly outcome: CallOutcome
  readonly reason: string | null
}

export interface CallSearch {
  readonly personId?: number | undefined
  readonly tokenId?: number | undefined
  readonly tool?: string | undefined
  readonly source?: string | undefined
  readonly outcome?: string | undefined
  readonly door?: string | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
}

const columns = `id, started_at, duration_ms, person_id, token_id, actor_name, door, address, server, source, tool,
  outcome, reason`

/** One page, newest first. */
export async function searchCalls(db: Db, search: CallSearch, limit: number, offset: number) {
  const { where, params } = whereOf(search, 'started_at')
  const [count] = await db.all<{ total: number }>(`select count(*) as total from tool_call where ${where}`, params)
  const rows = await db.all<CallRow>(
    `select ${columns} from tool_call where ${where} order by started_at desc, id desc limit ? offset ?`,
    [...params, limit, offset],
  )
  return { rows, total: count?.total ?? 0 }
}

/** For long exports: the next ones before a moment, newest first. */
export function callsBefore(db: Db, search: CallSearch, before: { at: number; id: number }, limit: number) {
  const { where, params } = whereOf(search, 'started_at')
  return db.all<CallRow>(
    `select ${columns} from tool_call
     where ${where} and started_at <= ? and (started_at < ? or id < ?) order by started_at desc, id desc limit ?`,
    [...params, before.at, before.at, before.id, limit],
  )
}

export interface CallDetailRow extends CallRow {
  readonly arguments: string
  readonly result: string | null
}

export async function findCall(db: Db, id: number): Promise<CallDetailRow | undefined> {
  const [row] = await db.all<CallDetailRow>(`select ${columns}, arguments, result from tool_call where id = ?`, [id])
  return row
}

export interface HourRow {
  readonly hour_at: number
  readonly tool: string
  readonly person_id: number
  readonly token_id: number
  readonly outcome: CallOutcome
  readonly calls: number
  readonly duration_ms: number
}

type Sum<Column extends keyof HourRow> = Pick<HourRow, Column> & Pick<HourRow, 'calls' | 'duration_ms' | 'outcome'>

/** Sums of the hours in a stretch, grouped by what is asked for. */
export function sumHours<Column extends keyof HourRow>(
  db: Db,
  search: CallSearch,
  by: readonly Column[],
): Promise<Sum<Column>[]> {
  const { where, params } = whereOf(search, 'hour_at')
  const group = [...new Set([...by, 'outcome'])].join(', ')
  return db.all(
    `select ${group}, sum(calls) as calls, sum(duration_ms) as duration_ms from call_hour
     where ${where} group by ${group}`,
    params,
  )
}

/** So much is read in one go: about 20 ms on SQLite, which does it in our own thread, where ten thousand calls a day are kept. */
const stepMs = 2 * day

/** The same for long stretches, with a breath between the steps, so that everybody else's work goes on meanwhile. */
export async function sumLongStretch<Column extends keyof HourRow>(
  db: Db,
  search: CallSearch & { readonly from: number; readonly to: number },
  by: readonly Column[],
): Promise<Sum<Column>[]> {
  const sums = new Map<string, Sum<Column>>()
  for (let from = search.from; from < search.to; from += stepMs) {
    for (const row of await sumHours(db, { ...search, from, to: Math.min(from + stepMs, search.to) }, by)) {
      const key = [...by.map((column) => row[column]), row.outcome].join('\n')
      const { calls, duration_ms } = sums.get(key) ?? { calls: 0, duration_ms: 0 }
      sums.set(key, { ...row, calls: calls + row.calls, duration_ms: duration_ms + row.duration_ms })
    }
    await breathe()
  }
  return [...sums.values()]
}

function whereOf(search: CallSearch, time: 'started_at' | 'hour_at'): { where: string; params: SqlValue[] } {
  const parts = ['1 = 1']
  const params: SqlValue[] = []
  const add = (part: string, value: SqlValue | undefined) => {
    if (value === undefined) return
    parts.push(part)
    params.push(value)
  }
  add('person_id = ?', search.personId)
  add('token_id = ?', search.tokenId)
  add('tool = ?', search.tool)
  add('source = ?', search.source)
  add('outcome = ?', search.outcome)
  if (time === 'started_at') add('door = ?', search.door)
  add(`${time} >= ?`, search.from)
  add(`${time} < ?`, search.to)
  return { where: parts.join(' and '), params }
}
