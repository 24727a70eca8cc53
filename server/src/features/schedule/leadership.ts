import type { Clock } from '#kernel/clock.ts'
import { errorMessage } from '#kernel/errors.ts'
import type { Database } from '#platform/db/contract.ts'
import { dropLease, type Lease, takeLease } from './lease.ts'

export interface LeadershipParts {
  readonly database: Database
  readonly clock: Clock
  readonly name: string
  readonly holder: string
  onGained(): Promise<void>
  onLost(): void
  warn(message: string): void
}

export const leaseMs = 15_000
const renewMs = 5_000

/**
 * Keeps one process in the lead. Whoever cannot renew in time stops by itself before anybody else may begin, by its own
 * monotonic clock; doubled work would be dropped anyway, because slots are unique.
 */
export class Leadership {
  readonly #parts: LeadershipParts
  #running: AbortController | undefined
  #loop: Promise<void> | undefined
  #isLeader = false
  lease: Lease | undefined

  constructor(parts: LeadershipParts) {
    this.#parts = parts
  }

  get isLeader(): boolean {
    return this.#isLeader
  }

  /** Resolves after the first try, so that a lone process leads at once. */
  async start(): Promise<void> {
    if (this.#running) return
    this.#running = new AbortController()
    const { signal } = this.#running
    const renewedAt = await this.#tryOnce(this.#parts.clock.monotonic())
    this.#loop = this.#keep(signal, renewedAt)
  }

  async stop(): Promise<void> {
    this.#running?.abort()
    this.#running = undefined
    await this.#loop
    if (!this.#isLeader) return
    this.#lose()
    const { database, name, holder, warn } = this.#parts
    await dropLease(database, name, holder).catch((error) =>
      warn(`the lease was not given back: ${errorMessage(error)}`),
    )
  }

  async #keep(signal: AbortSignal, firstRenewedAt: number): Promise<void> {
    let renewedAt = firstRenewedAt
    while (!signal.aborted) {
      await this.#parts.clock.sleep(renewMs, signal).catch(() => undefined)
      if (signal.aborted) return
      renewedAt = await this.#tryOnce(renewedAt)
      if (this.#isLeader && this.#mayBeFollowed && this.#parts.clock.monotonic() - renewedAt >= leaseMs) this.#lose()
    }
  }

  /**
   * An SQLite file that we cannot write (full, locked) nobody else can write either to take the lead: checking goes on,
   * and its results wait in memory. On PostgreSQL it may be only we who do not reach it.
   */
  get #mayBeFollowed(): boolean {
    return this.#parts.database.engine !== 'sqlite'
  }

  /** Returns when the lease was renewed for the last time, counted from before the question. */
  async #tryOnce(renewedAt: number): Promise<number> {
    const { database, clock, name, holder, warn } = this.#parts
    const askedAt = clock.monotonic()
    try {
      const { isOurs, lease } = await takeLease(database, name, holder, leaseMs, clock.now())
      this.lease = lease
      if (isOurs && !this.#isLeader) await this.#gain()
      else if (!isOurs && this.#isLeader) this.#lose()
      return isOurs ? askedAt : renewedAt
    } catch (error) {
      warn(`the lease "${name}" could not be renewed: ${errorMessage(error)}`)
      return renewedAt
    }
  }

  async #gain(): Promise<void> {
    this.#isLeader = true
    await this.#parts.onGained()
  }

  #lose(): void {
    this.#isLeader = false
    this.#parts.onLost()
  }
}
