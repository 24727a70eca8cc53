import { type Histogram, mergeEncoded, mergeInto, quantile } from '#kernel/histogram.ts'
import type { CallOutcome } from './call-record.ts'

export interface Summed {
  readonly outcome: CallOutcome
  readonly calls: number
  readonly duration_ms: number
  readonly histogram?: Uint8Array | null
}

const refusals: ReadonlySet<CallOutcome> = new Set(['refused', 'limited', 'invalid'])

/** What calls amount to: each succeeded, failed, or was refused before it ran; how long took those that ran. */
export class CallTally {
  readonly #sum = { calls: 0, succeeded: 0, failed: 0, refused: 0 }
  readonly #histogram: Histogram = new Map()
  #durationMs = 0

  static of(rows: readonly Summed[]): CallTally {
    const tally = new CallTally()
    for (const row of rows) tally.add(row)
    return tally
  }

  add({ calls, duration_ms, outcome, histogram }: Summed): void {
    this.#sum.calls += calls
    if (refusals.has(outcome)) {
      this.#sum.refused += calls
      return
    }
    this.#durationMs += duration_ms
    this.#sum[outcome === 'success' ? 'succeeded' : 'failed'] += calls
    if (histogram) mergeEncoded(this.#histogram, histogram)
  }

  /** Takes over how long the calls of another one took. */
  addDurationsOf(other: CallTally): void {
    mergeInto(this.#histogram, other.#histogram)
  }

  view() {
    const ran = this.#sum.calls - this.#sum.refused
    return { ...this.#sum, mean_duration_ms: ran === 0 ? null : this.#durationMs / ran }
  }

  percentiles() {
    return { p50_duration_ms: this.#at(0.5), p95_duration_ms: this.#at(0.95) }
  }

  timed() {
    return { ...this.view(), ...this.percentiles() }
  }

  /** Durations are whole milliseconds: the histogram's least stands for none. */
  #at(share: number): number | null {
    const ms = quantile(this.#histogram, share)
    return ms !== null && ms < 0.5 ? 0 : ms
  }
}
