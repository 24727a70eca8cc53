import { text } from '@bongsu/contract/text.ts'
import type { Caller } from '#platform/http/contract.ts'
import type { IdentityService } from '../identity-service.ts'
import { touchEveryMs } from '../sessions.ts'
import { tokenHash } from '../tokens.ts'
import { type AccessToken, tokenProblem } from './access-token.ts'
import { touchToken } from './token-store.ts'

/**
 * Reads who a token speaks for. A revoked token, a disabled person or a changed role counts at once here and within a
 * moment in every other process.
 */
export async function authenticateToken(
  service: IdentityService,
  sent: string,
  address: string,
  inQuery: boolean,
): Promise<Caller> {
  const token = await service.tokens.find(tokenHash(sent))
  if (!token) return { actor: { kind: 'anonymous', reason: unknownToken }, proof: 'none' }
  const now = service.clock.now()
  const problem = tokenProblem(token, { now, address, inQuery })
  if (problem) return { actor: { kind: 'anonymous', reason: problem }, proof: 'none' }
  noteUse(service, token, address, now)
  return {
    actor: {
      kind: 'token',
      tokenId: token.id,
      personId: token.kind === 'personal' ? token.ownerId : null,
      role: token.role,
      name: token.name,
      scopes: token.scopes,
      tools: token.tools,
    },
    proof: 'header',
    ...(token.language === null ? {} : { language: token.language }),
  }
}

/** Nobody waits for this write, and losing one loses a minute of a time stamp. */
function noteUse(service: IdentityService, token: AccessToken, address: string, now: number): void {
  const before = now - touchEveryMs
  if (token.lastUsedAt !== null && token.lastUsedAt > before) return
  touchToken(service.database, token.id, address, now, before).catch(() => undefined)
}

const unknownToken = text('알 수 없는 토큰입니다.', 'This token is not known here.')
