import type { Clock } from '#kernel/clock.ts'
import { errorMessage } from '#kernel/errors.ts'
import type { DueSlot, Timetable } from './timetable.ts'

export interface TimekeeperParts {
  readonly clock: Clock
  readonly timetable: Timetable
  /** What comes due within this is handed out together: fewer wake-ups for a lateness nobody sees. */
  readonly tickMs: number
  /** Takes what is due; must not throw and must not be waited for. */
  dispatch(due: readonly DueSlot[]): void
  warn(message: string): void
}

/** Even with nothing due it looks this often whether the clock was set. */
const longestSleepMs = 1000
/** The wall clock drifting from the monotonic one by more than this was set (NTP slews, it does not step by so much). */
const clockStepMs = 1000

/** Wakes when something is due and hands it out. Runs only in the process that leads. */
export class Timekeeper {
  readonly #parts: TimekeeperParts
  #running: AbortController | undefined
  #sleeping: AbortController | undefined
  /** Monotonic time of the last turn: a timekeeper that stands still is seen from outside. */
  lastTurnAt = Number.NEGATIVE_INFINITY

  constructor(parts: TimekeeperParts) {
    this.#parts = parts
  }

  get isRunning(): boolean {
    return this.#running !== undefined
  }

  start(): void {
    if (this.#running) return
    this.#running = new AbortController()
    this.#run(this.#running.signal).catch((error) => this.#parts.warn(`the timekeeper stopped: ${errorMessage(error)}`))
  }

  stop(): void {
    this.#running?.abort()
    this.#running = undefined
    this.poke()
  }

  /** Something entered the timetable that may be due before the next planned turn. */
  poke(): void {
    this.#sleeping?.abort()
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock, timetable } = this.#parts
    let offset = clock.now() - clock.monotonic()
    while (!signal.aborted) {
      const now = clock.now()
      this.lastTurnAt = clock.monotonic()
      const step = now - this.lastTurnAt - offset
      if (Math.abs(step) > clockStepMs) {
        offset += step
        timetable.clockWasSet(now, step)
      }
      const due = timetable.takeDue(now)
      if (due.length > 0) this.#parts.dispatch(due)
      await this.#sleep(this.#restUntilNext(now))
    }
  }

  #restUntilNext(now: number): number {
    const { timetable, tickMs } = this.#parts
    const next = timetable.nextAt()
    if (next === undefined) return longestSleepMs
    const rest = Math.max(next - now, timetable.holdsFor(now), tickMs)
    return Math.min(rest, longestSleepMs)
  }

  async #sleep(ms: number): Promise<void> {
    const sleeping = new AbortController()
    this.#sleeping = sleeping
    await this.#parts.clock.sleep(ms, sleeping.signal).catch(() => undefined)
  }
}
