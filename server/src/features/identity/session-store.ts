import type { Role } from '@bongsu/contract/permissions.ts'
import type { Language } from '@bongsu/contract/text.ts'
import type { Db, Tx } from '#platform/db/contract.ts'

export type SessionKind = 'cookie' | 'bearer'

export interface SessionRow {
  readonly id: number
  readonly person_id: number
  readonly kind: SessionKind
  readonly address: string | null
  readonly user_agent: string | null
  readonly created_at: number
  readonly last_seen_at: number
  readonly token_expires_at: number
  readonly ends_at: number
}

/** A session together with what every request needs of its person: one look per request. */
export interface SessionOfPerson extends SessionRow {
  readonly name: string
  readonly role: Role
  readonly language: Language
  readonly is_enabled: number
  readonly is_approved: number
}

export interface NewSession {
  readonly personId: number
  readonly kind: SessionKind
  readonly tokenHash: string
  readonly tokenExpiresAt: number
  readonly deviceId: number | null
  readonly address: string | null
  readonly userAgent: string | null
  readonly endsAt: number
}

export async function insertSession(tx: Tx, session: NewSession, now: number): Promise<number> {
  const [row] = await tx.all<{ id: number }>(
    `insert into session (person_id, kind, token_hash, token_expires_at, device_id, address, user_agent, created_at,
       last_seen_at, ends_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id`,
    [
      session.personId,
      session.kind,
      session.tokenHash,
      session.tokenExpiresAt,
      session.deviceId,
      session.address,
      session.userAgent,
      now,
      now,
      session.endsAt,
    ],
  )
  if (!row) throw new Error('a session was not stored')
  return row.id
}

const sessionColumns = `s.id, s.person_id, s.kind, s.address, s.user_agent, s.created_at, s.last_seen_at,
  s.token_expires_at, s.ends_at`

export async function findSessionByToken(db: Db, tokenHash: string): Promise<SessionOfPerson | undefined> {
  const [row] = await db.all<SessionOfPerson>(
    `select ${sessionColumns}, p.name, p.role, p.language, p.is_enabled, p.is_approved
     from session s join person p on p.id = s.person_id where s.token_hash = ? and p.deleted_at is null`,
    [tokenHash],
  )
  return row
}

export const sessionsOf = (db: Db, personId: number, now: number): Promise<SessionRow[]> =>
  db.all(
    `select ${sessionColumns} from session s where s.person_id = ? and s.ends_at > ? order by s.last_seen_at desc`,
    [personId, now],
  )

/** The browser a session was opened in, if it was one. */
export async function deviceOfSession(db: Db, id: number): Promise<number | null> {
  const [row] = await db.all<{ device_id: number | null }>('select device_id from session where id = ?', [id])
  return row?.device_id ?? null
}

/** Only moves forward, and only when a minute has passed: a busy session costs one write a minute. */
export const touchSession = (db: Db, id: number, now: number, before: number): Promise<number> =>
  db.run('update session set last_seen_at = ? where id = ? and last_seen_at <= ?', [now, id, before])

/** Ends sessions; the ids that were there. */
export async function deleteSessions(
  tx: Tx,
  which: { id: number; personId: number } | { personId: number; exceptId?: number } | { tokenHash: string },
): Promise<{ id: number; person_id: number }[]> {
  const [where, params] =
    'tokenHash' in which
      ? ['token_hash = ?', [which.tokenHash]]
      : 'id' in which
        ? ['id = ? and person_id = ?', [which.id, which.personId]]
        : ['person_id = ? and id <> ?', [which.personId, which.exceptId ?? 0]]
  const gone = await tx.all<{ id: number; person_id: number }>(
    `delete from session where ${where} returning id, person_id`,
    params,
  )
  for (const { id } of gone) await tx.run('delete from refresh_token where session_id = ?', [id])
  return gone
}

export const insertRefreshToken = (tx: Tx, hash: string, sessionId: number, now: number): Promise<number> =>
  tx.run('insert into refresh_token (token_hash, session_id, created_at, used_at) values (?, ?, ?, null)', [
    hash,
    sessionId,
    now,
  ])

/** True for the one caller who uses it first. */
export const useRefreshToken = async (tx: Tx, hash: string, now: number): Promise<boolean> =>
  (await tx.run('update refresh_token set used_at = ? where token_hash = ? and used_at is null', [now, hash])) === 1

export interface RefreshRow extends SessionOfPerson {
  readonly used_at: number | null
}

export async function findByRefreshToken(db: Db, hash: string): Promise<RefreshRow | undefined> {
  const [row] = await db.all<RefreshRow>(
    `select ${sessionColumns}, p.name, p.role, p.language, p.is_enabled, p.is_approved, r.used_at
     from refresh_token r join session s on s.id = r.session_id join person p on p.id = s.person_id
     where r.token_hash = ? and p.deleted_at is null`,
    [hash],
  )
  return row
}

/** False when the session was ended meanwhile. */
export const replaceToken = async (
  tx: Tx,
  id: number,
  tokenHash: string,
  expiresAt: number,
  now: number,
): Promise<boolean> =>
  (await tx.run('update session set token_hash = ?, token_expires_at = ?, last_seen_at = ? where id = ?', [
    tokenHash,
    expiresAt,
    now,
    id,
  ])) === 1

/** What nobody can use any more. */
export async function deleteEndedSessions(tx: Tx, now: number): Promise<number> {
  await tx.run('delete from refresh_token where session_id in (select id from session where ends_at <= ?)', [now])
  return tx.run('delete from session where ends_at <= ?', [now])
}
