import type { TokenScope } from '@bongsu/contract/tokens.ts'
import type { OutputOf } from '#lib/api.ts'

export type Token = OutputOf<'list-tokens'>['items'][number]
export type NewToken = OutputOf<'create-token'>

/** As people think of them: first what an agent needs. */
export const scopeOrder = ['tools', 'read', 'write'] as const satisfies readonly TokenScope[]

export const touched = ['list-tokens', 'get-token'] as const

const soonMs = 14 * 24 * 3_600_000

/** What people want to know of its state: a good token whose end is near is about to be a bad one. */
export function shownState(token: Pick<Token, 'state' | 'expires_at'>, now: number): Token['state'] | 'soon' {
  const { state, expires_at: end } = token
  return state === 'active' && end !== null && Date.parse(end) - now < soonMs ? 'soon' : state
}

export const canChange = ({ state }: Pick<Token, 'state'>): boolean => state !== 'revoked'
