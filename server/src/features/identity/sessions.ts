import { minute, second } from '#kernel/clock.ts'
import type { Origin } from '#kernel/operation.ts'
import type { Tx } from '#platform/db/contract.ts'
import { sessionsRevoked } from './identity-events.ts'
import type { IdentityPolicy } from './person.ts'
import {
  deleteSessions,
  insertRefreshToken,
  insertSession,
  replaceToken,
  type SessionKind,
  type SessionOfPerson,
} from './session-store.ts'
import { newToken, tokenHash } from './tokens.ts'

/** Last-seen times are written at most this often. */
export const touchEveryMs = minute

export interface OpenedSession {
  readonly id: number
  readonly token: string
  /** Bearer sessions only. */
  readonly refreshToken: string | null
  readonly expiresInSeconds: number
}

/**
 * A cookie session lives as long as it is used, at most its absolute time. A bearer session's access token lives the
 * configured time and is renewed with a refresh token that works once.
 */
export async function openSession(
  tx: Tx,
  who: { personId: number; kind: SessionKind; deviceId: number | null; origin: Origin },
  policy: IdentityPolicy,
  now: number,
): Promise<OpenedSession> {
  const token = newToken()
  const isCookie = who.kind === 'cookie'
  const endsAt = now + (isCookie ? policy.sessionAbsoluteMs : Math.max(policy.sessionAbsoluteMs, policy.accessTokenMs))
  const id = await insertSession(
    tx,
    {
      personId: who.personId,
      kind: who.kind,
      tokenHash: tokenHash(token),
      tokenExpiresAt: isCookie ? endsAt : now + policy.accessTokenMs,
      deviceId: who.deviceId,
      address: who.origin.address ?? null,
      userAgent: who.origin.userAgent ?? null,
      endsAt,
    },
    now,
  )
  const refreshToken = isCookie ? null : await addRefreshToken(tx, id, now)
  const lifetime = isCookie ? policy.sessionIdleMs : policy.accessTokenMs
  return { id, token, refreshToken, expiresInSeconds: Math.floor(lifetime / second) }
}

/** New access and refresh tokens for a bearer session; the old access token stops at once. Null when it was ended. */
export async function renewSession(
  tx: Tx,
  session: SessionOfPerson,
  policy: IdentityPolicy,
  now: number,
): Promise<OpenedSession | null> {
  const token = newToken()
  const expiresAt = Math.min(now + policy.accessTokenMs, session.ends_at)
  if (!(await replaceToken(tx, session.id, tokenHash(token), expiresAt, now))) return null
  const refreshToken = await addRefreshToken(tx, session.id, now)
  return { id: session.id, token, refreshToken, expiresInSeconds: Math.floor((expiresAt - now) / second) }
}

async function addRefreshToken(tx: Tx, sessionId: number, now: number): Promise<string> {
  const token = newToken()
  await insertRefreshToken(tx, tokenHash(token), sessionId, now)
  return token
}

export const isSessionAlive = (session: SessionOfPerson, policy: IdentityPolicy, now: number): boolean =>
  session.is_enabled === 1 &&
  session.is_approved === 1 &&
  now < session.ends_at &&
  now < session.token_expires_at &&
  (session.kind === 'bearer' || now - session.last_seen_at < policy.sessionIdleMs)

/** Ends a person's sessions, all or all but one, and tells whoever holds streams for them. */
export async function revokeSessions(tx: Tx, personId: number, exceptId?: number): Promise<number> {
  const gone = await deleteSessions(tx, exceptId === undefined ? { personId } : { personId, exceptId })
  const sessionIds = exceptId === undefined ? null : gone.map(({ id }) => id)
  if (sessionIds === null || sessionIds.length > 0) await tx.emit(sessionsRevoked, { personId, sessionIds })
  return gone.length
}
