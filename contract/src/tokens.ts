import { z } from 'zod'
import { oneLine } from './one-line.ts'
import { pageOf } from './page.ts'
import { roles } from './permissions.ts'

/** What a token may be used for, apart from what its role may do. `tools`: list and call tools, through any door. */
export const tokenScopes = ['read', 'write', 'tools'] as const
export type TokenScope = (typeof tokenScopes)[number]

export const tokenKinds = ['personal', 'service'] as const

export const tokenName = oneLine({ min: 1, max: 100 })

/** Fields of a token that its owner may set at first and change later. */
export const tokenRules = {
  scopes: z.array(z.enum(tokenScopes)).max(tokenScopes.length),
  tools: z
    .array(z.string().trim().min(1).max(128))
    .max(500)
    .nullable()
    .describe('Names of the tools it may list and call; null: every tool that its role may call'),
  cidrs: z.array(z.string().trim().min(1).max(64)).max(50).describe('Addresses it may come from; none: any'),
  allows_query: z.boolean().describe('May also be sent as `?token=`, for clients that cannot set a header'),
}

export const tokenView = z
  .object({
    id: z.int(),
    kind: z.enum(tokenKinds),
    name: z.string(),
    hint: z.string().describe('The first letters of the token, to tell tokens apart'),
    owner: z.object({ id: z.int(), name: z.string() }).nullable(),
    role: z.enum(roles),
    scopes: z.array(z.enum(tokenScopes)),
    tools: z.array(z.string()).nullable(),
    cidrs: z.array(z.string()),
    allows_query: z.boolean(),
    state: z.enum(['active', 'expired', 'revoked', 'suspended']).describe('suspended: its owner may not sign in'),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime().nullable(),
    revoked_at: z.iso.datetime().nullable(),
    last_used_at: z.iso.datetime().nullable(),
    last_used_address: z.string().nullable(),
  })
  .meta({ id: 'Token' })
export type TokenView = z.infer<typeof tokenView>

export const tokenPage = pageOf(tokenView)

export const newTokenView = z
  .object({ token: z.string().describe('Shown this once'), ...tokenView.shape })
  .meta({ id: 'NewToken' })
