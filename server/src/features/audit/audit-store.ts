import type { Db, SqlValue, Tx } from '#platform/db/contract.ts'
import { searchInSteps } from '#platform/db/search-in-steps.ts'
import type { AuditEntry } from '#platform/operations/runner.ts'
import { chainHash, lineOf, type StoredAuditLine } from './audit-entry.ts'

export interface AuditSearch {
  readonly person?: number | undefined
  readonly action?: string | undefined
  readonly outcome?: string | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly q?: string | undefined
}

export interface AuditHead {
  readonly last_id: number
  readonly hash: string
}

const lineColumns = {
  id: 'bigint',
  at: 'bigint',
  actor_kind: 'text',
  actor_id: 'bigint',
  person_id: 'bigint',
  actor_name: 'text',
  door: 'text',
  address: 'text',
  user_agent: 'text',
  action: 'text',
  target_kind: 'text',
  target_id: 'text',
  target_label: 'text',
  outcome: 'text',
  input: 'text',
  details: 'text',
  hash: 'text',
} as const satisfies Record<keyof StoredAuditLine, 'bigint' | 'text'>

/**
 * Adds lines at the end of the chain. Taking the head's row first puts writers in line on PostgreSQL (SQLite has one
 * writer anyway), so ids have no gap and each line knows the one before it.
 */
export async function appendLines(tx: Tx, entries: readonly AuditEntry[], at: number): Promise<void> {
  if (entries.length === 0) return
  const [head] = await tx.all<AuditHead>(
    'update audit_head set last_id = last_id + ? where id = 1 returning last_id, hash',
    [entries.length],
  )
  if (!head) throw new Error('the end of the audit chain is missing')
  const first = head.last_id - entries.length + 1
  let { hash } = head
  const rows = entries.map((entry, index) => {
    const line = lineOf(entry, first + index, at)
    hash = chainHash(hash, line)
    const stored: StoredAuditLine = { ...line, hash }
    return (Object.keys(lineColumns) as (keyof StoredAuditLine)[]).map((column): SqlValue => stored[column])
  })
  await tx.insertMany('audit_entry', lineColumns, rows)
  await tx.run('update audit_head set hash = ? where id = 1', [hash])
}

export async function auditHead(db: Db): Promise<AuditHead> {
  const [head] = await db.all<AuditHead>('select last_id, hash from audit_head where id = 1')
  return head ?? { last_id: 0, hash: '' }
}

export async function findLine(db: Db, id: number): Promise<StoredAuditLine | undefined> {
  const [line] = await db.all<StoredAuditLine>('select * from audit_entry where id = ?', [id])
  return line
}

/** Lines with ids in (after, upTo], oldest first: the order of the chain. */
export const linesAfter = (db: Db, after: number, upTo: number, limit: number): Promise<StoredAuditLine[]> =>
  db.all('select * from audit_entry where id > ? and id <= ? order by id limit ?', [after, upTo, limit])

/** One page, newest first. Words are looked for in every line, which no index helps with, so that goes in steps. */
export async function searchLines(db: Db, search: AuditSearch, limit: number, offset: number) {
  const { where, params } = whereOf(search)
  const count = async (and = '', more: SqlValue[] = []): Promise<number> => {
    const sql = `select count(*) as total from audit_entry where ${where}${and}`
    return (await db.all<{ total: number }>(sql, [...params, ...more]))[0]?.total ?? 0
  }
  const lines = (and: string, more: SqlValue[]): Promise<StoredAuditLine[]> =>
    db.all(`select * from audit_entry where ${where}${and} order by id desc limit ? offset ?`, [...params, ...more])
  if (!search.q) return { rows: await lines('', [limit, offset]), total: await count() }
  const stretch = ' and id > ? and id <= ?'
  return searchInSteps(
    {
      newest: (await auditHead(db)).last_id,
      count: (after, upTo) => count(stretch, [after, upTo]),
      rows: (after, upTo, some, skip) => lines(stretch, [after, upTo, some, skip]),
    },
    limit,
    offset,
  )
}

/** For long exports: the next lines below an id, newest first. */
export function linesBelow(db: Db, search: AuditSearch, below: number, limit: number): Promise<StoredAuditLine[]> {
  const { where, params } = whereOf(search)
  return db.all(`select * from audit_entry where ${where} and id < ? order by id desc limit ?`, [
    ...params,
    below,
    limit,
  ])
}

const searched = ['actor_name', 'action', 'target_kind', 'target_label', 'address'] as const

function whereOf(search: AuditSearch): { where: string; params: SqlValue[] } {
  const parts: string[] = ['1 = 1']
  const params: SqlValue[] = []
  const add = (part: string, ...values: SqlValue[]) => {
    parts.push(part)
    params.push(...values)
  }
  if (search.person !== undefined) add('person_id = ?', search.person)
  if (search.action !== undefined) add('action = ?', search.action)
  if (search.outcome !== undefined) add('outcome = ?', search.outcome)
  if (search.from !== undefined) add('at >= ?', search.from)
  if (search.to !== undefined) add('at < ?', search.to)
  if (search.q) {
    const like = `%${search.q.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`
    add(
      `(${searched.map((column) => `lower(coalesce(${column}, '')) like ? escape '\\'`).join(' or ')})`,
      ...searched.map(() => like),
    )
  }
  return { where: parts.join(' and '), params }
}
