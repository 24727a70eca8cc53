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

export const callSorts = ['started_at', 'duration_ms', 'tool', 'outcome'] as const

export interface CallOrder {
  readonly sort: (typeof callSorts)[number]
  readonly order: 'asc' | 'desc'
}

export const newestFirst: CallOrder = { sort: 'started_at', order: 'desc' }

/** What the rows are put in order by, so that no two are equal. */
const sortedBy = ({ sort }: CallOrder): string[] => [...new Set([sort, 'started_at', 'id'])]
const orderText = (order: CallOrder): string =>
  sortedBy(order)
    .map((column) => `${column} ${order.order}`)
    .join(', ')

/** More than these SQLite had better not put in order itself: it walks the index that has them in order. */
const mostSorted = 2000

/** One page. */
export async function searchCalls(db: Db, search: CallSearch, order: CallOrder, limit: number, offset: number) {
  const { where, params } = whereOf(search, 'started_at')
  const [count] = await db.all<{ total: number }>(`select count(*) as total from tool_call where ${where}`, params)
  const total = count?.total ?? 0
  const walks = db.engine === 'sqlite' && order.sort !== 'started_at' && total > mostSorted
  const rows = await db.all<CallRow>(
    // A sign before the column keeps SQLite from choosing the index by time, after which all would have to be sorted.
    `select ${columns} from tool_call where ${whereOf(search, walks ? '+started_at' : 'started_at').where}
     order by ${orderText(order)} limit ? offset ?`,
    [...params, limit, offset],
  )
  return { rows, total }
}

/** For long exports: the next ones after a row, in order; the first ones after none. */
export function callsAfter(db: Db, search: CallSearch, order: CallOrder, last: CallRow | undefined, limit: number) {
  const { where, params } = whereOf(search, 'started_at')
  const by = sortedBy(order)
  const further = last ? ` and (${by.join(', ')}) ${order.order === 'asc' ? '>' : '<'} (${by.map(() => '?')})` : ''
  const values = last ? by.map((column) => last[column as keyof CallRow]) : []
  return db.all<CallRow>(
    `select ${columns} from tool_call where ${where}${further} order by ${orderText(order)} limit ?`,
    [...params, ...values, limit],
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

/** The filters of a search on a table of calls or of their sums, which tell the time in this column. */
export function whereOf(
  search: CallSearch,
  time: 'started_at' | '+started_at' | 'hour_at' | 'day_at',
): { where: string; params: SqlValue[] } {
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
  add('door = ?', search.door)
  add(`${time} >= ?`, search.from)
  add(`${time} < ?`, search.to)
  return { where: parts.join(' and '), params }
}
