import { signedIn } from '@bongsu/contract/identity.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { second } from '#kernel/clock.ts'
import { Failure } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { existingPerson } from './acting-person.ts'
import { sessionsRevoked } from './identity-events.ts'
import { type IdentityService, identityKey } from './identity-service.ts'
import { meToView } from './person-view.ts'
import { deleteSessions, findByRefreshToken, type RefreshRow, useRefreshToken } from './session-store.ts'
import { isSessionAlive, renewSession } from './sessions.ts'
import { tokenHash } from './tokens.ts'

export const refreshSignIn = operation({
  name: 'refresh-sign-in',
  summary: text(
    '갱신 토큰으로 새 접근 토큰을 받습니다. 갱신 토큰은 한 번만 쓸 수 있습니다.',
    'Gives a new access token for a refresh token, which works once.',
  ),
  access: 'public',
  effect: 'write',
  transaction: 'none',
  rate: 'sign-in',
  http: { method: 'POST', path: '/api/v1/auth/refresh' },
  input: z.strictObject({ refresh_token: z.string().min(1).max(200) }),
  output: signedIn,
  async run(ctx, input) {
    const identity = ctx.use(identityKey)
    const hash = tokenHash(input.refresh_token)
    await refuseUnusable(identity, await findByRefreshToken(ctx.db, hash))
    return ctx.transaction(async (tx) => {
      const now = ctx.clock.now()
      const isFirst = await useRefreshToken(tx, hash, now)
      const session = await findByRefreshToken(tx, hash)
      if (!isFirst || !session) throw signInAgain()
      const person = await existingPerson(tx, session.person_id)
      const opened = await renewSession(tx, session, identity.policy(), now)
      if (!opened) throw signInAgain()
      ctx.audit({ target: { kind: 'person', id: person.id, label: person.name } })
      return {
        access_token: opened.token,
        refresh_token: opened.refreshToken ?? undefined,
        token_type: 'bearer' as const,
        expires_in: opened.expiresInSeconds,
        user: await meToView(tx, person),
      }
    })
  },
})

/** A client whose answer was lost, or two of its requests at once, may come a second time this soon. */
const leewayMs = 10 * second

/**
 * A refresh token that comes back after it was used is in two hands, and one of them has stolen it: the whole session
 * ends, for the thief and the owner, who signs in again.
 */
async function refuseUnusable(identity: IdentityService, session: RefreshRow | undefined): Promise<void> {
  const now = identity.clock.now()
  if (!session) throw signInAgain()
  // The access token may have expired, that is what refreshing is for; the rest must hold.
  if (!isSessionAlive({ ...session, token_expires_at: now + 1 }, identity.policy(), now)) throw signInAgain()
  if (session.used_at === null) return
  if (now - session.used_at > leewayMs) {
    await identity.database.transaction(async (tx) => {
      await deleteSessions(tx, { id: session.id, personId: session.person_id })
      await tx.emit(sessionsRevoked, { personId: session.person_id, sessionIds: [session.id] })
    })
  }
  throw signInAgain()
}

const signInAgain = (): Failure =>
  new Failure(
    'unauthenticated',
    text('세션이 만료되었습니다. 다시 로그인해주세요.', 'Your session has expired. Please sign in again.'),
  )
