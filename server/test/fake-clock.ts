import type { Clock } from '#kernel/clock.ts'

interface Sleeper {
  readonly wakeAt: number
  readonly wake: () => void
}

/** A clock that stands still until a test moves it. Sleepers wake in order of their time. */
export class FakeClock implements Clock {
  #now: number
  #monotonic = 0
  #sleepers: Sleeper[] = []

  constructor(now: number | string = '2026-03-02T00:00:00Z') {
    this.#now = typeof now === 'number' ? now : Date.parse(now)
  }

  now(): number {
    return this.#now
  }

  monotonic(): number {
    return this.#monotonic
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason)
    return new Promise((resolve, reject) => {
      const sleeper: Sleeper = { wakeAt: this.#monotonic + ms, wake: resolve }
      this.#sleepers.push(sleeper)
      signal?.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper)
        reject(signal.reason)
      })
    })
  }

  /** Moves time on, waking everybody whose time has come, and lets their work run between. */
  async advance(ms: number): Promise<void> {
    const target = this.#monotonic + ms
    for (;;) {
      await settle()
      const next = this.#sleepers.filter((sleeper) => sleeper.wakeAt <= target).sort((a, b) => a.wakeAt - b.wakeAt)[0]
      if (!next) break
      this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== next)
      this.#move(next.wakeAt - this.#monotonic)
      next.wake()
    }
    this.#move(target - this.#monotonic)
    await settle()
  }

  /** The wall clock jumps (NTP step, suspend); durations do not. */
  jump(ms: number): void {
    this.#now += ms
  }

  #move(ms: number): void {
    this.#now += ms
    this.#monotonic += ms
  }
}

/** Lets promises and immediates that are ready run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
}
