import type { Clock } from '#kernel/clock.ts'
import type { Breaker as State } from './upstream.ts'

const failuresToOpen = 5
const firstPauseMs = 15_000
const longestPauseMs = 300_000

/**
 * Keeps callers from waiting for a server that does not answer: after five failures in a row everybody is told so at
 * once; when the pause is over a single try is let through, and decides. Each pause is twice the one before. Kept per
 * process: each finds out by itself.
 */
export class CircuitBreaker {
  readonly #clock: Clock
  #failures = 0
  #pauses = 0
  #retryAt: number | null = null
  #isTrying = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get state(): State {
    if (this.#retryAt === null) return 'closed'
    return this.#isTrying || this.#clock.now() >= this.#retryAt ? 'half_open' : 'open'
  }

  /** When the next try is let through; null while nothing is held back. */
  get retryAt(): number | null {
    return this.#retryAt
  }

  /** Whether one more may try now. Whoever is let through tells how it went. */
  admits(): boolean {
    if (this.#retryAt === null) return true
    if (this.#isTrying || this.#clock.now() < this.#retryAt) return false
    this.#isTrying = true
    return true
  }

  succeeded(): void {
    this.#failures = 0
    this.#pauses = 0
    this.#retryAt = null
    this.#isTrying = false
  }

  failed(): void {
    this.#failures += 1
    if (this.#retryAt === null && this.#failures < failuresToOpen) return
    // Those that were under way when it opened say nothing new.
    if (this.#retryAt !== null && !this.#isTrying) return
    this.#retryAt = this.#clock.now() + Math.min(longestPauseMs, firstPauseMs * 2 ** this.#pauses)
    this.#pauses += 1
    this.#isTrying = false
  }

  /** The one that was let through ended without an answer about the server: somebody took it back. */
  gaveUp(): void {
    this.#isTrying = false
  }
}
