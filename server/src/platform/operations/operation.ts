import type { ProgressView } from '@bongsu/contract/progress.ts'
import type { Language } from '@bongsu/contract/text.ts'
import type { z } from 'zod'
import type { Clock } from '#kernel/clock.ts'
import type { Actor, Operation, Origin } from '#kernel/operation.ts'
import type { ServiceKey } from '#kernel/service.ts'
import type { Db, Tx } from '#platform/db/contract.ts'

/** What a verb may reach: this and nothing global. */
export interface Context {
  readonly actor: Actor
  readonly language: Language
  readonly origin: Origin
  readonly cookies: Cookies
  readonly clock: Clock
  /** For verbs that read, and for `transaction: 'none'` verbs before they write. */
  readonly db: Db
  /** The transaction of a verb that writes. Asking for it in a verb that only reads is a mistake and throws. */
  readonly tx: Tx
  /** Aborts when the caller has gone or the process drains. */
  readonly signal: AbortSignal
  /** Absent where nobody watches. */
  readonly onProgress?: (progress: ProgressView) => void
  use<T>(key: ServiceKey<T>): T
  /** Opens the one transaction of a `transaction: 'none'` verb; its audit entry is written in it. */
  transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>
  /** Says more for the audit line than name and input do: what was touched, what changed. No secrets. */
  audit(entry: AuditNote): void
}

/**
 * The caller's cookies. Doors without cookies (MCP, CLI) hand in a jar that is empty and forgets.
 * `set` makes it HttpOnly, SameSite=Lax, Path=/, and Secure where the request came over TLS.
 */
export interface Cookies {
  /** Whether the request came over TLS, so that a cookie may carry the `__Host-` prefix. */
  readonly isSecure: boolean
  get(name: string): string | undefined
  set(name: string, value: string, maxAgeMs: number): void
  clear(name: string): void
}

export const noCookies: Cookies = {
  isSecure: false,
  get: () => undefined,
  set: () => undefined,
  clear: () => undefined,
}

export interface AuditNote {
  /** The noun and id, such as `project` and `42`. */
  readonly target?: { readonly kind: string; readonly id: number | string; readonly label?: string }
  readonly details?: Readonly<Record<string, unknown>>
}

export type AnyOperation = Operation<Context>

/** Ties a verb's schemas to its `run`, and forgets them again so that catalogues can hold every verb. */
export const operation = <Input extends z.ZodObject, Output extends z.ZodType>(
  definition: Operation<Context, Input, Output>,
): AnyOperation =>
  // Safe because `run` is only ever called with what `definition.input` has parsed (see runner.ts).
  definition as unknown as AnyOperation
