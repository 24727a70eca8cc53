import type { Timings } from '@bongsu/contract/outcome.ts'

type Mutable<Fields> = { -readonly [Name in keyof Fields]: Fields[Name] }

/** The phases of one request in ms. A phase that happens again (a redirect) adds up, so that phases and total agree. */
export class Stopwatch {
  readonly #startedAt = performance.now()
  readonly #timings: Mutable<Timings> = {}

  add(phase: keyof Timings, ms: number | undefined): void {
    if (ms === undefined) return
    this.#timings[phase] = round((this.#timings[phase] ?? 0) + ms)
  }

  timings(): Timings {
    return this.#timings
  }

  elapsedMs(): number {
    return round(performance.now() - this.#startedAt)
  }
}

/** Hundredths of a millisecond: finer is noise. */
const round = (ms: number): number => Math.round(ms * 100) / 100
