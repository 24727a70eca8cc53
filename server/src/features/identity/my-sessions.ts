import { sessionView } from '@bongsu/contract/identity.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { isoTime } from '#kernel/clock.ts'
import { notFound } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { actingPersonId, signedInPerson } from './acting-person.ts'
import { sessionCookie } from './cookies.ts'
import { sessionsRevoked } from './identity-events.ts'
import { identityKey } from './identity-service.ts'
import { deleteSessions, sessionsOf } from './session-store.ts'

export const listMySessions = operation({
  name: 'list-my-sessions',
  summary: text('내가 로그인해 둔 세션을 조회합니다.', 'Lists where I am signed in.'),
  access: 'self.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/auth/me/sessions' },
  input: z.strictObject({}),
  output: z.object({ items: z.array(sessionView) }),
  async run(ctx) {
    const now = ctx.clock.now()
    const { sessionIdleMs } = ctx.use(identityKey).policy()
    const current = ctx.actor.kind === 'person' ? ctx.actor.sessionId : null
    const sessions = await sessionsOf(ctx.db, actingPersonId(ctx.actor), now)
    const alive = sessions.filter(({ kind, last_seen_at }) => kind === 'bearer' || now - last_seen_at < sessionIdleMs)
    return {
      items: alive.map((session) => ({
        id: session.id,
        kind: session.kind,
        is_current: session.id === current,
        address: session.address,
        user_agent: session.user_agent,
        created_at: isoTime(session.created_at),
        last_seen_at: isoTime(session.last_seen_at),
        ends_at: isoTime(session.ends_at),
      })),
    }
  },
})

export const revokeMySession = operation({
  name: 'revoke-my-session',
  summary: text('내 세션 하나를 끝냅니다.', 'Ends one of my sessions.'),
  access: 'self.write',
  effect: 'destructive',
  http: { method: 'DELETE', path: '/api/v1/auth/me/sessions/{id}', status: 204 },
  input: z.strictObject({ id: z.int().min(1) }),
  output: z.null(),
  async run(ctx, { id }) {
    const { personId, sessionId } = signedInPerson(ctx.actor)
    const gone = await deleteSessions(ctx.tx, { id, personId })
    if (gone.length === 0) throw notFound(text('세션', 'The session'))
    await ctx.tx.emit(sessionsRevoked, { personId, sessionIds: [id] })
    if (id === sessionId) ctx.cookies.clear(sessionCookie(ctx.cookies.isSecure))
    ctx.audit({ target: { kind: 'session', id } })
    return null
  },
})
