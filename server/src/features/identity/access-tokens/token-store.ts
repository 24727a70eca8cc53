import type { Role } from '@bongsu/contract/permissions.ts'
import type { Language } from '@bongsu/contract/text.ts'
import type { TokenScope } from '@bongsu/contract/tokens.ts'
import type { Db, SqlValue, Tx } from '#platform/db/contract.ts'
import type { AccessToken, TokenRef } from './access-token.ts'

interface TokenRow {
  id: number
  kind: AccessToken['kind']
  name: string
  hint: string
  owner_id: number
  owner_name: string
  role: Role
  scopes: string
  tools: string | null
  cidrs: string
  allows_query: number
  created_at: number
  expires_at: number | null
  revoked_at: number | null
  last_used_at: number | null
  last_used_address: string | null
  language: Language | null
  is_owner_active: number
}

/** A personal token has its person's role of this moment. A service token outlives whoever made it. */
const columns = `t.id, t.kind, t.name, t.hint, t.owner_id, p.name as owner_name,
  case when t.kind = 'personal' then p.role else t.role end as role,
  t.scopes, t.tools, t.cidrs, t.allows_query, t.created_at, t.expires_at, t.revoked_at, t.last_used_at,
  t.last_used_address, case when t.kind = 'personal' then p.language end as language,
  case when t.kind = 'service' or (p.is_enabled = 1 and p.is_approved = 1 and p.deleted_at is null)
    then 1 else 0 end as is_owner_active`

const tokenOf = (row: TokenRow): AccessToken => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  hint: row.hint,
  ownerId: row.owner_id,
  ownerName: row.owner_name,
  role: row.role,
  // Safe because only parsed input is ever written to these columns.
  scopes: JSON.parse(row.scopes) as TokenScope[],
  tools: row.tools === null ? null : (JSON.parse(row.tools) as string[]),
  cidrs: JSON.parse(row.cidrs) as string[],
  allowsQuery: row.allows_query === 1,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
  lastUsedAt: row.last_used_at,
  lastUsedAddress: row.last_used_address,
  language: row.language,
  isOwnerActive: row.is_owner_active === 1,
})

async function select(db: Db, where: string, params: readonly SqlValue[]): Promise<AccessToken[]> {
  const sql = `select ${columns} from access_token t join person p on p.id = t.owner_id where ${where}`
  return (await db.all<TokenRow>(sql, params)).map(tokenOf)
}

export const findTokenByHash = async (db: Db, hash: string): Promise<AccessToken | undefined> =>
  (await select(db, 't.token_hash = ?', [hash]))[0]

export const findToken = async (db: Db, id: number): Promise<AccessToken | undefined> =>
  (await select(db, 't.id = ?', [id]))[0]

export interface TokenSearch {
  /** Tokens that only this person may see: their own personal ones. Null: everybody's. */
  readonly personId: number | null
  readonly kind?: AccessToken['kind'] | undefined
  readonly q?: string | undefined
  readonly usable?: boolean | undefined
}

/** One page, newest first. */
export async function searchTokens(db: Db, search: TokenSearch, now: number, limit: number, offset: number) {
  const parts = ['1 = 1']
  const params: SqlValue[] = []
  const add = (part: string, ...values: SqlValue[]) => {
    parts.push(part)
    params.push(...values)
  }
  if (search.personId !== null) add("t.kind = 'personal' and t.owner_id = ?", search.personId)
  if (search.kind) add('t.kind = ?', search.kind)
  if (search.q) {
    const like = `%${search.q.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`
    add(`(lower(t.name) like ? escape '\\' or lower(p.name) like ? escape '\\' or t.hint = ?)`, like, like, search.q)
  }
  const isUsable = '(t.revoked_at is null and (t.expires_at is null or t.expires_at > ?))'
  if (search.usable !== undefined) add(`${search.usable ? '' : 'not '}${isUsable}`, now)
  const where = parts.join(' and ')
  const [count] = await db.all<{ total: number }>(
    `select count(*) as total from access_token t join person p on p.id = t.owner_id where ${where}`,
    params,
  )
  const tokens = await select(db, `${where} order by t.id desc limit ? offset ?`, [...params, limit, offset])
  return { tokens, total: count?.total ?? 0 }
}

export interface TokenRules {
  readonly scopes: readonly TokenScope[]
  readonly tools: readonly string[] | null
  readonly cidrs: readonly string[]
  readonly allowsQuery: boolean
}

export interface NewAccessToken extends TokenRules {
  readonly kind: AccessToken['kind']
  readonly name: string
  readonly hint: string
  readonly tokenHash: string
  readonly ownerId: number
  readonly role: Role
  readonly expiresAt: number | null
}

export async function insertToken(tx: Tx, token: NewAccessToken, now: number): Promise<number> {
  const [row] = await tx.all<{ id: number }>(
    `insert into access_token (kind, name, hint, token_hash, owner_id, role, scopes, tools, cidrs, allows_query,
       created_at, expires_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id`,
    [
      token.kind,
      token.name,
      token.hint,
      token.tokenHash,
      token.ownerId,
      token.role,
      ...ruleValues(token),
      now,
      token.expiresAt,
    ],
  )
  if (!row) throw new Error('a token was not stored')
  return row.id
}

export const changeToken = (tx: Tx, id: number, name: string, rules: TokenRules): Promise<number> =>
  tx.run(
    'update access_token set name = ?, scopes = ?, tools = ?, cidrs = ?, allows_query = ? where id = ? and revoked_at is null',
    [name, ...ruleValues(rules), id],
  )

const ruleValues = (rules: TokenRules): [string, string | null, string, number] => [
  JSON.stringify(rules.scopes),
  rules.tools === null ? null : JSON.stringify(rules.tools),
  JSON.stringify(rules.cidrs),
  rules.allowsQuery ? 1 : 0,
]

/** True for the one caller who revokes it first. */
export const revokeTokenRow = async (tx: Tx, id: number, now: number): Promise<boolean> =>
  (await tx.run('update access_token set revoked_at = ? where id = ? and revoked_at is null', [now, id])) === 1

/** Only moves forward, and only when a minute has passed: a busy token costs one write a minute. */
export const touchToken = (db: Db, id: number, address: string, now: number, before: number): Promise<number> =>
  db.run(
    `update access_token set last_used_at = ?, last_used_address = ?
     where id = ? and (last_used_at is null or last_used_at <= ?)`,
    [now, address, id, before],
  )

export async function countUsable(tx: Tx, ownerId: number, now: number): Promise<number> {
  const [row] = await tx.all<{ total: number }>(
    `select count(*) as total from access_token where owner_id = ? and kind = 'personal' and revoked_at is null
       and (expires_at is null or expires_at > ?)`,
    [ownerId, now],
  )
  return row?.total ?? 0
}

/** Usable tokens whose list has this name. */
export async function countNaming(db: Db, tool: string, now: number): Promise<number> {
  const rows = await db.all<{ tools: string }>(
    'select tools from access_token where tools is not null and revoked_at is null and (expires_at is null or expires_at > ?)',
    [now],
  )
  // Safe because only parsed input is ever written to this column.
  return rows.filter(({ tools }) => (JSON.parse(tools) as string[]).includes(tool)).length
}

export async function tokenNames(db: Db, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db.all<{ id: number; name: string }>(
    `select id, name from access_token where id in (${ids.map(() => '?').join(', ')})`,
    ids,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export async function tokenRefs(db: Db, ids: readonly number[]): Promise<TokenRef[]> {
  if (ids.length === 0) return []
  const tokens = await select(db, `t.id in (${ids.map(() => '?').join(', ')})`, ids)
  return tokens.map(({ id, name, kind, ownerId, role }) => ({
    id,
    name,
    personId: kind === 'personal' ? ownerId : null,
    role,
  }))
}
