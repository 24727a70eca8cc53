import { mayRole } from '@bongsu/contract/permissions.ts'
import { text } from '@bongsu/contract/text.ts'
import { Failure, invalidField, notFound } from '#kernel/errors.ts'
import type { Actor } from '#kernel/operation.ts'
import type { Db } from '#platform/db/contract.ts'
import { parseCidr } from '#platform/outbound/index.ts'
import type { AccessToken } from './access-token.ts'
import { findToken, type TokenRules } from './token-store.ts'

/** Own personal tokens are everybody's own affair; service tokens and other people's are for who may manage them. */
export function mayManage(actor: Actor, token: Pick<AccessToken, 'kind' | 'ownerId'>): boolean {
  if (actor.kind !== 'person' && actor.kind !== 'token') return actor.kind === 'system'
  if (token.kind === 'personal' && token.ownerId === actor.personId) return true
  return mayRole(actor.role, 'tokens.manage')
}

export function requireMayManage(actor: Actor, token: Pick<AccessToken, 'kind' | 'ownerId'>): void {
  if (mayManage(actor, token)) return
  throw new Failure(
    'forbidden',
    text('서비스 토큰은 관리자만 만들 수 있습니다.', 'Only administrators make service tokens.'),
  )
}

/** Somebody else's token and one that is not there look the same. */
export async function manageableToken(db: Db, actor: Actor, id: number): Promise<AccessToken> {
  const token = await findToken(db, id)
  if (!token || !mayManage(actor, token)) throw notFound(text('토큰', 'The token'))
  return token
}

/** Without doubles, and with addresses that are some. */
export function cleanRules(rules: TokenRules): TokenRules {
  rules.cidrs.forEach((source, index) => {
    if (parseCidr(source) === null) throw notAnAddress(`cidrs[${index}]`, source)
  })
  return {
    scopes: [...new Set(rules.scopes)].sort(),
    tools: rules.tools && [...new Set(rules.tools)].sort(),
    cidrs: [...new Set(rules.cidrs)],
    allowsQuery: rules.allowsQuery,
  }
}

const notAnAddress = (path: string, source: string): Failure =>
  invalidField(
    path,
    text(
      `"${source}"은(는) 주소나 주소 범위가 아닙니다. 예: 203.0.113.7, 10.0.0.0/8, fd00::/8.`,
      `"${source}" is neither an address nor a range of addresses, such as 203.0.113.7, 10.0.0.0/8 or fd00::/8.`,
    ),
  )
