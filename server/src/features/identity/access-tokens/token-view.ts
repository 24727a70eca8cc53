import type { TokenView } from '@bongsu/contract/tokens.ts'
import { isoTime, isoTimeOrNull } from '#kernel/clock.ts'
import { type AccessToken, tokenState } from './access-token.ts'

export const viewToken = (token: AccessToken, now: number): TokenView => ({
  id: token.id,
  kind: token.kind,
  name: token.name,
  hint: token.hint,
  owner: { id: token.ownerId, name: token.ownerName },
  role: token.role,
  scopes: [...token.scopes],
  tools: token.tools && [...token.tools],
  cidrs: [...token.cidrs],
  allows_query: token.allowsQuery,
  state: tokenState(token, now),
  created_at: isoTime(token.createdAt),
  expires_at: isoTimeOrNull(token.expiresAt),
  revoked_at: isoTimeOrNull(token.revokedAt),
  last_used_at: isoTimeOrNull(token.lastUsedAt),
  last_used_address: token.lastUsedAddress,
})
