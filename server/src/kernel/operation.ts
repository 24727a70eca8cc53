import type { Access, Role } from '@bongsu/contract/permissions.ts'
import type { Text } from '@bongsu/contract/text.ts'
import type { TokenScope } from '@bongsu/contract/tokens.ts'
import type { z } from 'zod'

/** Who acts. Doors establish the actor; nothing in an input ever does. */
export type Actor =
  | {
      readonly kind: 'anonymous'
      /** Why the proof that came was of no use, in words for whoever sent it. */
      readonly reason?: Text
    }
  | {
      readonly kind: 'person'
      readonly personId: number
      readonly role: Role
      readonly sessionId: number
      readonly name: string
    }
  | {
      readonly kind: 'token'
      readonly tokenId: number
      /** The person a personal token belongs to; null for a service token. */
      readonly personId: number | null
      readonly role: Role
      readonly name: string
      readonly scopes: readonly TokenScope[]
      /** The tools it may call; null: every one that its role may call. */
      readonly tools: readonly string[] | null
    }
  | { readonly kind: 'system'; readonly name: string }

export type Door = 'http' | 'websocket' | 'mcp' | 'stdio' | 'cli' | 'system'

/** Where a call came from, for the record. */
export interface Origin {
  readonly door: Door
  readonly address?: string
  readonly userAgent?: string
}

export const anonymous: Actor = { kind: 'anonymous' }
export const systemActor = (name: string): Actor => ({ kind: 'system', name })

export type Effect = 'read' | 'write' | 'destructive'

export interface HttpBinding {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path below the origin with `{name}` for inputs taken from the path: `/api/v1/incidents/{id}`. */
  readonly path: string
  /** Success status; 200 unless said (201 for a creation, 204 for an empty answer). */
  readonly status?: 200 | 201 | 202 | 204
  /** Also takes `application/x-www-form-urlencoded`, from our own pages and from programs only (OAuth2 password form). */
  readonly acceptsForm?: true
}

/** A named allowance of P55; the figures are settings. */
export type RateGroup = 'sign-in' | 'sign-up' | 'password' | 'api'

/**
 * One verb of the product, offered through every door from this one definition: the HTTP route, the OpenAPI entry, the
 * console's typed client, the MCP tool, the permission and the audit line all follow from it.
 *
 * `run` is the fourth of five beats: permission, parse, transaction, work, audit in the same transaction. Events leave
 * after the commit. `transaction: 'none'` is for verbs that wait on the outside world (a check, a test mail): they run
 * without an open transaction and write through `ctx.transaction`.
 */
export interface Operation<Ctx, Input extends z.ZodObject = z.ZodObject, Output extends z.ZodType = z.ZodType> {
  /** Kebab-case verb first: `acknowledge-incident`. Also the MCP tool name and the audit action. */
  readonly name: string
  /** One sentence for people and agents. */
  readonly summary: Text
  readonly access: Access
  readonly effect: Effect
  readonly http: HttpBinding
  /** A strict object: an unknown field is refused by name. */
  readonly input: Input
  readonly output: Output
  /** Offered to agents as an MCP tool. Default false: it is a decision, not an accident. */
  readonly tool?: boolean
  readonly transaction?: 'none'
  /** Tells on the way what it is doing, through doors that can pass it on, to callers who ask for that. */
  readonly progress?: true
  /** What a token must be made for, where that is not `read` for a verb that reads and `write` for one that writes. */
  readonly scope?: TokenScope
  readonly rate?: RateGroup
  /** Input fields that must never be recorded. Fields named like a secret are left out anyway. */
  readonly unrecorded?: readonly string[]
  run(ctx: Ctx, input: z.output<Input>): Promise<z.input<Output>>
}
