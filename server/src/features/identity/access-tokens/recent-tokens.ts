import type { Clock } from '#kernel/clock.ts'
import type { Database, Events } from '#platform/db/contract.ts'
import { personChanged, tokensChanged } from '../identity-events.ts'
import type { AccessToken } from './access-token.ts'
import { findTokenByHash } from './token-store.ts'

/** Well below the second within which a revoked token must be out, also where no news comes from other processes. */
const freshMs = 250
const most = 1000

/**
 * Tokens as they were read a moment ago, so that one that calls hundreds of times a second is not read as often. News of
 * a change counts at once; a change by a process that we hear nothing of counts within `freshMs`.
 */
export class RecentTokens {
  readonly #database: Database
  readonly #clock: Clock
  readonly #kept = new Map<string, { readonly token: AccessToken; readonly readAt: number }>()
  #changes = 0

  constructor(parts: { readonly database: Database; readonly events: Events; readonly clock: Clock }) {
    this.#database = parts.database
    this.#clock = parts.clock
    parts.events.after(tokensChanged, () => this.#forget())
    parts.events.after(personChanged, () => this.#forget())
  }

  async find(hash: string): Promise<AccessToken | undefined> {
    const now = this.#clock.monotonic()
    const kept = this.#kept.get(hash)
    if (kept && now - kept.readAt < freshMs) return kept.token
    const seen = this.#changes
    const token = await findTokenByHash(this.#database, hash)
    // What was read before a change is not kept after it.
    if (seen === this.#changes) this.#keep(hash, token, now)
    return token
  }

  #keep(hash: string, token: AccessToken | undefined, readAt: number): void {
    this.#kept.delete(hash)
    if (!token) return
    if (this.#kept.size >= most) this.#kept.clear()
    this.#kept.set(hash, { token, readAt })
  }

  #forget(): void {
    this.#changes += 1
    this.#kept.clear()
  }
}
