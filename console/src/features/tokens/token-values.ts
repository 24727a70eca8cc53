import type { Role } from '@bongsu/contract/permissions.ts'
import type { TokenScope } from '@bongsu/contract/tokens.ts'
import type { InputOf } from '#lib/api.ts'
import type { Token } from './token.ts'

/** What the form holds; `tools` null is every tool of the role. */
export interface TokenValues {
  readonly kind: Token['kind']
  readonly name: string
  readonly role: Role
  readonly scopes: readonly TokenScope[]
  readonly tools: readonly string[] | null
  readonly valid_days: number | null
  readonly cidrs: readonly string[]
  readonly allows_query: boolean
}

export const usualDays = 365

/** Nothing is granted to a service token by default; a personal one begins as an agent's. */
const grants = {
  personal: { scopes: ['tools', 'read'], tools: null },
  service: { scopes: [], tools: [] },
} as const

export const blankToken = (kind: Token['kind']): TokenValues => ({
  kind,
  name: '',
  role: 'viewer',
  ...grants[kind],
  valid_days: usualDays,
  cidrs: [],
  allows_query: false,
})

/** Another kind begins with its own grants; what was typed stays. */
export const ofKind = (values: TokenValues, kind: Token['kind']): TokenValues => ({ ...values, kind, ...grants[kind] })

export function creation({ role, ...values }: TokenValues): InputOf<'create-token'> {
  const rules = { ...values, ...changeable(values) }
  return values.kind === 'service' ? { ...rules, role } : rules
}

export const valuesOf = (token: Token): TokenValues => ({
  kind: token.kind,
  name: token.name,
  role: token.role,
  scopes: token.scopes,
  tools: token.tools,
  valid_days: null,
  cidrs: token.cidrs,
  allows_query: token.allows_query,
})

export const changeable = ({ name, scopes, tools, cidrs, allows_query }: Omit<TokenValues, 'role'>) => ({
  name,
  scopes: [...scopes],
  tools: tools && [...tools],
  cidrs: [...cidrs],
  allows_query,
})
