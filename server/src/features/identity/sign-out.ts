import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { signedInPerson } from './acting-person.ts'
import { sessionCookie } from './cookies.ts'
import { sessionsRevoked } from './identity-events.ts'
import { deleteSessions } from './session-store.ts'

export const signOut = operation({
  name: 'sign-out',
  summary: text('이 세션에서 로그아웃합니다.', 'Signs out of this session.'),
  access: 'self.write',
  effect: 'write',
  http: { method: 'POST', path: '/api/v1/auth/logout', status: 204 },
  input: z.strictObject({}),
  output: z.null(),
  async run(ctx) {
    const { personId, sessionId } = signedInPerson(ctx.actor)
    await deleteSessions(ctx.tx, { id: sessionId, personId })
    await ctx.tx.emit(sessionsRevoked, { personId, sessionIds: [sessionId] })
    ctx.cookies.clear(sessionCookie(ctx.cookies.isSecure))
    return null
  },
})
