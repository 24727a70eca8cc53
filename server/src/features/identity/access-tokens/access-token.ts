import { randomBytes } from 'node:crypto'
import type { Role } from '@bongsu/contract/permissions.ts'
import { type Language, type Text, text } from '@bongsu/contract/text.ts'
import type { TokenScope } from '@bongsu/contract/tokens.ts'
import { contains, parseAddress, parseCidr } from '#platform/outbound/index.ts'

/**
 * A long-lived proof for programs and agents. A personal token acts as its person, with the role that person has at the
 * moment; a service token is nobody's and has a role of its own. Only the hash of the token itself is kept.
 */
export interface AccessToken {
  readonly id: number
  readonly kind: 'personal' | 'service'
  readonly name: string
  readonly hint: string
  /** The person of a personal token; for a service token, who made it. */
  readonly ownerId: number
  readonly ownerName: string
  readonly role: Role
  readonly scopes: readonly TokenScope[]
  readonly tools: readonly string[] | null
  readonly cidrs: readonly string[]
  readonly allowsQuery: boolean
  readonly createdAt: number
  readonly expiresAt: number | null
  readonly revokedAt: number | null
  readonly lastUsedAt: number | null
  readonly lastUsedAddress: string | null
  /** The language of the person; null for a service token. */
  readonly language: Language | null
  /** Whether the person of a personal token may sign in. */
  readonly isOwnerActive: boolean
}

/** Who a token acts as. */
export interface TokenRef {
  readonly id: number
  readonly name: string
  /** Null: a service token, which is its own person. */
  readonly personId: number | null
  readonly role: Role
}

/** Lets secret scanners and people tell what was found in the wrong place. */
export const tokenPrefix = 'bgs_'

/** 256 random bits behind the prefix: 47 letters. */
export const newAccessToken = (): string => tokenPrefix + randomBytes(32).toString('base64url')

export const hintOf = (token: string): string => token.slice(0, tokenPrefix.length + 4)

export type TokenState = 'active' | 'expired' | 'revoked' | 'suspended'

export function tokenState(token: AccessToken, now: number): TokenState {
  if (token.revokedAt !== null) return 'revoked'
  if (token.expiresAt !== null && token.expiresAt <= now) return 'expired'
  return token.isOwnerActive ? 'active' : 'suspended'
}

/** Why a token is of no use here and now, in words for whoever sent it; null when it is good. */
export function tokenProblem(token: AccessToken, use: { now: number; address: string; inQuery: boolean }): Text | null {
  const state = tokenState(token, use.now)
  if (state !== 'active') return stateWords[state]
  if (use.inQuery && !token.allowsQuery) return queryWords
  return isFrom(token.cidrs, use.address) ? null : addressWords
}

/** An IPv4 caller behind a dual-stack socket counts as IPv4. */
function isFrom(cidrs: readonly string[], address: string): boolean {
  if (cidrs.length === 0) return true
  const caller = parseAddress(address.replace(/^::ffff:(?=\d+\.)/i, ''))
  return (
    caller !== null &&
    cidrs.some((source) => {
      const cidr = parseCidr(source)
      return cidr !== null && contains(cidr, caller)
    })
  )
}

const stateWords: Record<Exclude<TokenState, 'active'>, Text> = {
  expired: text('토큰의 유효 기간이 지났습니다. 새 토큰을 만드세요.', 'This token has expired. Make a new one.'),
  revoked: text('폐기된 토큰입니다. 새 토큰을 만드세요.', 'This token was revoked. Make a new one.'),
  suspended: text('이 토큰의 소유자 계정이 비활성화되어 있습니다.', 'The account that owns this token is disabled.'),
}
const queryWords = text(
  '이 토큰은 주소(URL)로 보낼 수 없습니다. Authorization 헤더로 보내세요.',
  'This token may not be sent in the address. Send it in the Authorization header.',
)
const addressWords = text(
  '이 주소에서는 쓸 수 없는 토큰입니다. 토큰의 허용 주소를 확인하세요.',
  'This token may not be used from this address. See the addresses it allows.',
)
