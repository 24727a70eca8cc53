import type { FastifyRequest } from 'fastify'
import { anonymous } from '#kernel/operation.ts'
import type { Authenticate, Caller } from '#platform/http/contract.ts'
import { tokenPrefix } from './access-tokens/access-token.ts'
import { authenticateToken } from './access-tokens/authenticate-token.ts'
import { sessionCookie } from './cookies.ts'
import type { IdentityService } from './identity-service.ts'
import { findSessionByToken, type SessionOfPerson, touchSession } from './session-store.ts'
import { isSessionAlive, touchEveryMs } from './sessions.ts'
import { tokenHash } from './tokens.ts'

const nobody: Caller = { actor: anonymous, proof: 'none' }

/**
 * Reads who a request comes from: a bearer token if there is one, else the session cookie. Looked up at every request
 * without a cache, so a revoked session or a disabled person is out at once, in every process.
 */
export function createAuthenticate(service: IdentityService): Authenticate {
  return async (request) => {
    const proof = proofOf(request)
    if (!proof) return nobody
    if (proof.token.startsWith(tokenPrefix)) return authenticateToken(service, proof.token, request.ip, false)
    const now = service.clock.now()
    const session = await findSessionByToken(service.database, tokenHash(proof.token))
    if (!session || session.kind !== proof.kind || !isSessionAlive(session, service.policy(), now)) return nobody
    noteUse(session, now)
    return {
      actor: {
        kind: 'person',
        personId: session.person_id,
        role: session.role,
        sessionId: session.id,
        name: session.name,
      },
      proof: proof.kind === 'cookie' ? 'cookie' : 'header',
      language: session.language,
    }
  }

  /** Nobody waits for this write, and losing one loses a minute of a time stamp. */
  function noteUse(session: SessionOfPerson, now: number): void {
    const before = now - touchEveryMs
    if (session.last_seen_at > before) return
    touchSession(service.database, session.id, now, before).catch(() => undefined)
  }
}

interface Proof {
  readonly kind: 'bearer' | 'cookie'
  readonly token: string
}

/** Ours are 43 letters; anything longer than this is not worth a hash. */
const maxTokenLength = 200

function proofOf(request: Pick<FastifyRequest, 'headers' | 'cookies' | 'protocol'>): Proof | null {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const token = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization)?.[1]
    return token && token.length <= maxTokenLength ? { kind: 'bearer', token } : null
  }
  const token = request.cookies[sessionCookie(request.protocol === 'https')]
  return token && token.length <= maxTokenLength ? { kind: 'cookie', token } : null
}
