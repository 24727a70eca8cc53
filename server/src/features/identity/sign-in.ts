import { signedIn, signInInput } from '@bongsu/contract/identity.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { type Context, operation } from '#platform/operations/operation.ts'
import { deviceCookie, deviceCookieMs, sessionCookie } from './cookies.ts'
import { rememberDevice } from './device-store.ts'
import { sessionsRevoked } from './identity-events.ts'
import { type IdentityService, identityKey } from './identity-service.ts'
import type { Person } from './person.ts'
import { meToView } from './person-view.ts'
import { deleteSessions } from './session-store.ts'
import { type OpenedSession, openSession } from './sessions.ts'
import { type Attempt, checkPassword, recordAttempt, requireUsable } from './sign-in-attempt.ts'
import { forgetAttempts } from './throttle-store.ts'
import { newToken, tokenHash } from './tokens.ts'

export const signIn = operation({
  name: 'sign-in',
  summary: text(
    '이메일이나 로그인 ID로 로그인합니다. JSON과 OAuth2 비밀번호 양식을 모두 받습니다.',
    'Signs in with an e-mail address or login id. Takes JSON and the OAuth2 password form.',
  ),
  access: 'public',
  effect: 'write',
  transaction: 'none',
  rate: 'sign-in',
  http: { method: 'POST', path: '/api/v1/auth/login', acceptsForm: true },
  unrecorded: ['password'],
  input: z.strictObject(signInInput),
  output: signedIn,
  async run(ctx, input) {
    const identity = ctx.use(identityKey)
    const attempt = await checkPassword(identity, ctx, input.username, input.password)
    return ctx.transaction(async (tx) => {
      const now = ctx.clock.now()
      const person = await requireUsable(tx, attempt, now)
      await forgetAttempts(tx, attempt.keys)
      const deviceToken = ctx.cookies.get(deviceCookie(ctx.cookies.isSecure)) ?? newToken()
      const deviceId = input.session ? await rememberThisDevice(attempt, person, deviceToken) : null
      if (input.session) await endPreviousSession()
      const opened = await openSession(
        tx,
        { personId: person.id, kind: input.session ? 'cookie' : 'bearer', deviceId, origin: ctx.origin },
        identity.policy(),
        now,
      )
      await recordAttempt(tx, attempt, 'ok', now)
      ctx.audit({ target: { kind: 'person', id: person.id, label: person.name } })
      if (input.session) setCookies(ctx, identity, opened, deviceToken)
      return answer(opened, input.session, await meToView(tx, person))

      function rememberThisDevice(from: Attempt, who: Person, token: string): Promise<number> {
        return rememberDevice(
          tx,
          {
            personId: who.id,
            tokenHash: tokenHash(token),
            network: from.network,
            userAgent: ctx.origin.userAgent ?? null,
          },
          now,
        )
      }

      /** A fresh token for every sign-in: one planted in the browser before is worth nothing. */
      async function endPreviousSession(): Promise<void> {
        const previous = ctx.cookies.get(sessionCookie(ctx.cookies.isSecure))
        if (!previous) return
        for (const gone of await deleteSessions(tx, { tokenHash: tokenHash(previous) }))
          await tx.emit(sessionsRevoked, { personId: gone.person_id, sessionIds: [gone.id] })
      }
    })
  },
})

function setCookies(ctx: Context, identity: IdentityService, opened: OpenedSession, deviceToken: string): void {
  const { isSecure } = ctx.cookies
  ctx.cookies.set(sessionCookie(isSecure), opened.token, identity.policy().sessionAbsoluteMs)
  ctx.cookies.set(deviceCookie(isSecure), deviceToken, deviceCookieMs)
}

const answer = (opened: OpenedSession, isSession: boolean, user: Awaited<ReturnType<typeof meToView>>) => ({
  ...(isSession
    ? {}
    : {
        access_token: opened.token,
        refresh_token: opened.refreshToken ?? undefined,
        token_type: 'bearer' as const,
      }),
  expires_in: opened.expiresInSeconds,
  user,
})
