import type { Clock } from '#kernel/clock.ts'

/**
 * At most one telling per key and interval; what comes in between waits, and only the part that tells more is kept. The
 * first goes out at once, so that a quiet project is shown without delay.
 */
export class Throttle<Value> {
  readonly #clock: Clock
  readonly #intervalMs: number
  readonly #better: (one: Value, other: Value) => boolean
  readonly #tell: (value: Value) => void
  readonly #waiting = new Map<number, Value>()
  readonly #toldAt = new Map<number, number>()
  #stop = new AbortController()
  #isArmed = false

  constructor(
    clock: Clock,
    intervalMs: number,
    better: (one: Value, other: Value) => boolean,
    tell: (value: Value) => void,
  ) {
    this.#clock = clock
    this.#intervalMs = intervalMs
    this.#better = better
    this.#tell = tell
  }

  add(key: number, value: Value): void {
    const now = this.#clock.monotonic()
    const before = this.#waiting.get(key)
    if (before === undefined && now - (this.#toldAt.get(key) ?? -Infinity) >= this.#intervalMs) {
      this.#toldAt.set(key, now)
      this.#tell(value)
      this.#arm()
      return
    }
    if (before === undefined || this.#better(value, before)) this.#waiting.set(key, value)
    this.#arm()
  }

  stop(): void {
    this.#stop.abort(new Error('stopped'))
    this.#waiting.clear()
    this.#toldAt.clear()
    this.#stop = new AbortController()
  }

  #arm(): void {
    if (this.#isArmed) return
    this.#isArmed = true
    this.#clock.sleep(this.#intervalMs, this.#stop.signal).then(
      () => {
        this.#isArmed = false
        this.#flush()
      },
      () => {
        this.#isArmed = false
      },
    )
  }

  #flush(): void {
    const now = this.#clock.monotonic()
    for (const [key, toldAt] of this.#toldAt)
      if (now - toldAt >= this.#intervalMs && !this.#waiting.has(key)) this.#toldAt.delete(key)
    for (const [key, value] of this.#waiting) {
      this.#waiting.delete(key)
      this.#toldAt.set(key, now)
      this.#tell(value)
    }
    if (this.#toldAt.size > 0) this.#arm()
  }
}
