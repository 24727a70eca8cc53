import type { Role } from '@bongsu/contract/permissions.ts'
import type { Language } from '@bongsu/contract/text.ts'
import type { Db, SqlValue, Tx } from '#platform/db/contract.ts'
import type { Person } from './person.ts'

interface PersonRow {
  id: number
  email: string
  login_id: string | null
  name: string
  password_hash: string
  role: Role
  is_enabled: number
  is_approved: number
  phone: string | null
  theme: Person['theme']
  language: Language
  time_zone: string
  email_notifications: number
  last_login_at: number | null
  created_at: number
  locked_until: number | null
}

const columns = `p.id, p.email, p.login_id, p.name, p.password_hash, p.role, p.is_enabled, p.is_approved, p.phone,
  p.theme, p.language, p.time_zone, p.email_notifications, p.last_login_at, p.created_at,
  (select max(t.blocked_until) from sign_in_throttle t
    where t.subject = 'person:' || cast(p.id as text)) as locked_until`

const personOf = (row: PersonRow): Person => ({
  id: row.id,
  email: row.email,
  loginId: row.login_id,
  name: row.name,
  passwordHash: row.password_hash,
  role: row.role,
  isEnabled: row.is_enabled === 1,
  isApproved: row.is_approved === 1,
  phone: row.phone,
  theme: row.theme,
  language: row.language,
  timeZone: row.time_zone,
  emailNotifications: row.email_notifications === 1,
  lastLoginAt: row.last_login_at,
  createdAt: row.created_at,
  lockedUntil: row.locked_until,
})

async function select(db: Db, where: string, params: readonly SqlValue[]): Promise<Person[]> {
  const rows = await db.all<PersonRow>(
    `select ${columns} from person p where p.deleted_at is null and ${where}`,
    params,
  )
  return rows.map(personOf)
}

export const findPerson = async (db: Db, id: number): Promise<Person | undefined> =>
  (await select(db, 'p.id = ?', [id]))[0]

/** By e-mail address or login id; a login id has no @. */
export async function findByLogin(db: Db, typed: string): Promise<Person | undefined> {
  const name = typed.trim().toLowerCase()
  return (await select(db, name.includes('@') ? 'p.email = ?' : 'p.login_id = ?', [name]))[0]
}

export const peopleByIds = (db: Db, ids: readonly number[]): Promise<Person[]> =>
  ids.length === 0 ? Promise.resolve([]) : select(db, `p.id in (${ids.map(() => '?').join(', ')})`, ids)

export const activeAdmins = (db: Db): Promise<Person[]> =>
  select(db, "p.role = 'admin' and p.is_enabled = 1 and p.is_approved = 1 order by p.id", [])

export const enabledPeople = (db: Db): Promise<Person[]> =>
  select(db, 'p.is_enabled = 1 and p.is_approved = 1 order by p.id', [])

export interface PeopleSearch {
  readonly q?: string | undefined
  readonly role?: Role | undefined
  readonly is_enabled?: boolean | undefined
  readonly is_approved?: boolean | undefined
  readonly is_locked?: boolean | undefined
  readonly sort: 'name' | 'email' | 'role' | 'last_login_at' | 'created_at'
  readonly order: 'asc' | 'desc'
}

/** One page. Sort columns come from a fixed list, so their names may stand in the text. */
export async function searchPeople(db: Db, search: PeopleSearch, now: number, limit: number, offset: number) {
  const { where, params } = whereOf(search, now)
  const [count] = await db.all<{ total: number }>(
    `select count(*) as total from person p where p.deleted_at is null and ${where}`,
    params,
  )
  // Nobody's last sign-in stands first when descending on PostgreSQL and last on SQLite: say it for both.
  const column = search.sort === 'last_login_at' ? 'coalesce(p.last_login_at, 0)' : `p.${search.sort}`
  const people = await select(db, `${where} order by ${column} ${search.order}, p.id limit ? offset ?`, [
    ...params,
    limit,
    offset,
  ])
  return { people, total: count?.total ?? 0 }
}

function whereOf(search: PeopleSearch, now: number): { where: string; params: SqlValue[] } {
  const parts: string[] = ['1 = 1']
  const params: SqlValue[] = []
  const add = (part: string, ...values: SqlValue[]) => {
    parts.push(part)
    params.push(...values)
  }
  if (search.q) {
    const like = `%${search.q.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`
    const columns = ['p.name', 'p.email', 'p.login_id']
    add(
      `(${columns.map((column) => `lower(coalesce(${column}, '')) like ? escape '\\'`).join(' or ')})`,
      ...columns.map(() => like),
    )
  }
  if (search.role !== undefined) add('p.role = ?', search.role)
  if (search.is_enabled !== undefined) add('p.is_enabled = ?', search.is_enabled ? 1 : 0)
  if (search.is_approved !== undefined) add('p.is_approved = ?', search.is_approved ? 1 : 0)
  if (search.is_locked !== undefined)
    add(
      `${search.is_locked ? '' : 'not '}exists (select 1 from sign_in_throttle t
        where t.subject = 'person:' || cast(p.id as text) and t.blocked_until > ?)`,
      now,
    )
  return { where: parts.join(' and '), params }
}

export interface NewPerson {
  readonly email: string
  readonly loginId: string | null
  readonly name: string
  readonly passwordHash: string
  readonly role: Role
  readonly isApproved: boolean
  readonly phone?: string | null
  readonly language: Language
  readonly timeZone: string
}

/** The new id, or undefined when the address or the login id is taken: also by somebody who was a moment earlier. */
export async function insertPerson(tx: Tx, person: NewPerson, now: number): Promise<number | undefined> {
  const [row] = await tx.all<{ id: number }>(
    `insert into person (email, login_id, name, password_hash, role, is_enabled, is_approved, phone, theme, language,
       time_zone, email_notifications, created_at, updated_at)
     values (?, ?, ?, ?, ?, 1, ?, ?, 'light', ?, ?, 1, ?, ?) on conflict do nothing returning id`,
    [
      person.email,
      person.loginId,
      person.name,
      person.passwordHash,
      person.role,
      person.isApproved ? 1 : 0,
      person.phone ?? null,
      person.language,
      person.timeZone,
      now,
      now,
    ],
  )
  return row?.id
}

/** Columns that verbs change; names are ours, never a caller's. */
export type PersonChange = Partial<{
  email: string
  login_id: string | null
  name: string
  password_hash: string
  role: Role
  is_enabled: 0 | 1
  is_approved: 0 | 1
  phone: string | null
  theme: string
  language: string
  time_zone: string
  email_notifications: 0 | 1
  last_login_at: number
  deleted_at: number
}>

export async function changePerson(tx: Tx, id: number, change: PersonChange, now: number): Promise<void> {
  const entries = Object.entries(change).filter(([, value]) => value !== undefined) as [string, SqlValue][]
  if (entries.length === 0) return
  await tx.run(
    `update person set ${entries.map(([column]) => `${column} = ?`).join(', ')}, updated_at = ? where id = ?`,
    [...entries.map(([, value]) => value), now, id],
  )
}

/** False when the password is no longer the one that was checked: the statement itself decides, whoever else is writing. */
export const replacePassword = async (tx: Tx, id: number, from: string, to: string, now: number): Promise<boolean> =>
  (await tx.run(
    'update person set password_hash = ?, updated_at = ? where id = ? and password_hash = ? and deleted_at is null',
    [to, now, id, from],
  )) === 1

/**
 * False when the person may no longer come in with the password that was checked. It also holds the row: a reset, a
 * disabling or a deletion that comes a moment later finds the new session and ends it too.
 */
export const noteSignIn = async (tx: Tx, person: Pick<Person, 'id' | 'passwordHash'>, now: number): Promise<boolean> =>
  (await tx.run(
    `update person set last_login_at = ?, updated_at = ?
     where id = ? and password_hash = ? and is_enabled = 1 and is_approved = 1 and deleted_at is null`,
    [now, now, person.id, person.passwordHash],
  )) === 1

/** True for the one who approves first. */
export const setApproved = async (tx: Tx, id: number, now: number): Promise<boolean> =>
  (await tx.run('update person set is_approved = 1, updated_at = ? where id = ? and is_approved = 0', [now, id])) === 1

/** Which of the two names somebody else has already. */
export async function takenNames(
  db: Db,
  names: { email?: string | undefined; loginId?: string | null | undefined },
  exceptId = 0,
): Promise<('email' | 'login_id')[]> {
  const taken: ('email' | 'login_id')[] = []
  for (const [column, value] of [
    ['email', names.email],
    ['login_id', names.loginId],
  ] as const) {
    if (value === undefined || value === null) continue
    const rows = await db.all(`select 1 as one from person where ${column} = ? and deleted_at is null and id <> ?`, [
      value,
      exceptId,
    ])
    if (rows.length > 0) taken.push(column)
  }
  return taken
}

/** True exactly once in the life of an installation, whoever asks and however many at once. */
export const claimFirstAccount = async (tx: Tx, now: number): Promise<boolean> =>
  (await tx.run('update identity_state set first_account_at = ? where id = 1 and first_account_at is null', [now])) ===
  1

export async function needsFirstAccount(db: Db): Promise<boolean> {
  const [state] = await db.all<{ first_account_at: number | null }>(
    'select first_account_at from identity_state where id = 1',
  )
  return state === undefined || state.first_account_at === null
}

/** Rules about all admins together are checked one change at a time: this row is the lock, until the commit. */
export const takeTurn = (tx: Tx): Promise<number> => tx.run('update identity_state set turn = turn + 1 where id = 1')

export async function pictureOf(db: Db, personId: number): Promise<string | null> {
  const [row] = await db.all<{ picture: string }>('select picture from person_picture where person_id = ?', [personId])
  return row?.picture ?? null
}

export async function savePicture(tx: Tx, personId: number, picture: string | null): Promise<void> {
  if (picture === null) await tx.run('delete from person_picture where person_id = ?', [personId])
  else
    await tx.run(
      `insert into person_picture (person_id, picture) values (?, ?)
       on conflict (person_id) do update set picture = excluded.picture`,
      [personId, picture],
    )
}
