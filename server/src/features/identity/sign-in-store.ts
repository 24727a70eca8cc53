import type { SignInReason } from '@bongsu/contract/identity.ts'
import type { Db, SqlValue, Tx } from '#platform/db/contract.ts'
import { searchInSteps } from '#platform/db/search-in-steps.ts'

export interface SignInRecord {
  readonly personId: number | null
  readonly login: string
  readonly address: string | null
  readonly userAgent: string | null
  readonly door: string
  readonly reason: SignInReason
}

/** Gives the id of the new line. */
export async function insertSignIn(tx: Tx, record: SignInRecord, at: number, attempts = 1): Promise<number> {
  const [row] = await tx.all<{ id: number }>(
    `insert into sign_in (at, person_id, login, address, user_agent, door, result, reason, attempts)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?) returning id`,
    [
      at,
      record.personId,
      // Letters, not halves of letters, and nothing that moves a cursor.
      record.login
        .slice(0, 200)
        .toWellFormed()
        .replaceAll(/\p{Cc}/gu, ' '),
      record.address,
      record.userAgent,
      record.door,
      record.reason === 'ok' ? 'success' : 'refused',
      record.reason,
      attempts,
    ],
  )
  if (!row) throw new Error('the sign-in got no id')
  return row.id
}

export const setSignInAttempts = (tx: Tx, id: number, attempts: number): Promise<number> =>
  tx.run('update sign_in set attempts = ? where id = ?', [attempts, id])

export interface SignInSearch {
  readonly person?: number | undefined
  readonly result?: string | undefined
  readonly reason?: string | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly q?: string | undefined
}

export interface SignInRow {
  readonly id: number
  readonly at: number
  readonly person_id: number | null
  readonly person_name: string | null
  readonly login: string
  readonly address: string | null
  readonly user_agent: string | null
  readonly door: string
  readonly result: 'success' | 'refused'
  readonly reason: SignInReason
  readonly attempts: number
}

const from = 'from sign_in h left join person p on p.id = h.person_id'
const columns = `h.id, h.at, h.person_id, p.name as person_name, h.login, h.address, h.user_agent, h.door, h.result,
  h.reason, h.attempts ${from}`

/** One page, newest first. Words are looked for in every row, which no index helps with, so that goes in steps. */
export async function searchSignIns(db: Db, search: SignInSearch, limit: number, offset: number) {
  const { where, params } = whereOf(search)
  const count = async (and = '', more: SqlValue[] = []): Promise<number> => {
    const sql = `select count(*) as total ${from} where ${where}${and}`
    return (await db.all<{ total: number }>(sql, [...params, ...more]))[0]?.total ?? 0
  }
  const rows = (and: string, more: SqlValue[]): Promise<SignInRow[]> =>
    db.all(`select ${columns} where ${where}${and} order by h.id desc limit ? offset ?`, [...params, ...more])
  if (!search.q) return { rows: await rows('', [limit, offset]), total: await count() }
  const [newest] = await db.all<{ id: number | null }>('select max(id) as id from sign_in')
  const stretch = ' and h.id > ? and h.id <= ?'
  return searchInSteps(
    {
      newest: newest?.id ?? 0,
      count: (after, upTo) => count(stretch, [after, upTo]),
      rows: (after, upTo, some, skip) => rows(stretch, [after, upTo, some, skip]),
    },
    limit,
    offset,
  )
}

/** For long exports: the next rows below an id, newest first. */
export function signInsBelow(db: Db, search: SignInSearch, below: number, limit: number): Promise<SignInRow[]> {
  const { where, params } = whereOf(search)
  return db.all(`select ${columns} where ${where} and h.id < ? order by h.id desc limit ?`, [...params, below, limit])
}

const searched = ['h.login', 'h.address', 'p.name'] as const

function whereOf(search: SignInSearch): { where: string; params: SqlValue[] } {
  const parts: string[] = ['1 = 1']
  const params: SqlValue[] = []
  const add = (part: string, ...values: SqlValue[]) => {
    parts.push(part)
    params.push(...values)
  }
  if (search.person !== undefined) add('h.person_id = ?', search.person)
  if (search.result !== undefined) add('h.result = ?', search.result)
  if (search.reason !== undefined) add('h.reason = ?', search.reason)
  if (search.from !== undefined) add('h.at >= ?', search.from)
  if (search.to !== undefined) add('h.at < ?', search.to)
  if (search.q) {
    const like = `%${search.q.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`
    add(
      `(${searched.map((column) => `lower(coalesce(${column}, '')) like ? escape '\\'`).join(' or ')})`,
      ...searched.map(() => like),
    )
  }
  return { where: parts.join(' and '), params }
}

/** In small steps, so that nobody waits for a long one. */
export const deleteSomeSignInsBefore = (tx: Tx, before: number, limit: number): Promise<number> =>
  tx.run('delete from sign_in where id in (select id from sign_in where at < ? order by at limit ?)', [before, limit])
