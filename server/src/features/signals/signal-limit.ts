import { type Clock, minute } from '#kernel/clock.ts'

const perMinute = 60
/** A flood of made-up tokens must not cost memory. */
const mostKeys = 20_000

/** Counts signals a minute by token and, for tokens nobody has, by address. Counted per process. */
export class SignalLimit {
  readonly #clock: Clock
  #window = 0
  #used = new Map<string, number>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Seconds to wait, or null when there is room. */
  take(key: string): number | null {
    const waitMs = this.#turn()
    const used = (this.#used.get(key) ?? 0) + 1
    if (used > perMinute || (used === 1 && this.#used.size >= mostKeys)) return Math.ceil(waitMs / 1000)
    this.#used.set(key, used)
    return null
  }

  /** Whether a key has used up its minute, without taking from it. */
  isUsedUp(key: string): boolean {
    this.#turn()
    return (this.#used.get(key) ?? 0) >= perMinute
  }

  #turn(): number {
    const now = this.#clock.monotonic()
    const window = Math.floor(now / minute)
    if (window !== this.#window) this.#used = new Map()
    this.#window = window
    return (window + 1) * minute - now
  }
}
