import type { OutcomeState } from '@bongsu/contract/states.ts'
import { minute } from '#kernel/clock.ts'
import { addValue, type Histogram, mergeInto } from '#kernel/histogram.ts'

export const skipReasons = ['late', 'overlap', 'crowded', 'queue', 'missed'] as const
/**
 * - `late`: its slot was over before anybody was free; `crowded`: it waited for its turn until the slot was over.
 * - `overlap`: the monitor was still being looked at. `queue`: the queue could not be reached.
 * - `missed`: nobody was awake, such as a suspended machine.
 */
export type SkipReason = (typeof skipReasons)[number]

const windowMs = 5 * minute

/** Plain numbers of one process, cheap to write; `/metrics` and the status read them. */
export class ScheduleCounters {
  readonly looks = new Map<string, Record<OutcomeState, number>>()
  readonly skips: Record<SkipReason, number> = { late: 0, overlap: 0, crowded: 0, queue: 0, missed: 0 }
  readonly #monotonic: () => number
  #current: Histogram = new Map()
  #previous: Histogram = new Map()
  #windowBegan: number
  /** Somebody else who keeps the same figure. */
  observeLateness: (ms: number) => void = () => undefined

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic
    this.#windowBegan = monotonic()
  }

  looked(kind: string, state: OutcomeState): void {
    let counts = this.looks.get(kind)
    if (!counts) {
      counts = { up: 0, degraded: 0, down: 0, unknown: 0 }
      this.looks.set(kind, counts)
    }
    counts[state]++
  }

  skipped(reason: SkipReason, count = 1): void {
    this.skips[reason] += count
  }

  /** Ms between when a look should have begun and when it did. */
  late(ms: number): void {
    this.#turnWindow()
    const late = Math.max(0, ms)
    addValue(this.#current, late)
    this.observeLateness(late)
  }

  /** Of the last five to ten minutes. */
  lateness(): Histogram {
    this.#turnWindow()
    const both: Histogram = new Map(this.#previous)
    mergeInto(both, this.#current)
    return both
  }

  #turnWindow(): void {
    const elapsed = this.#monotonic() - this.#windowBegan
    if (elapsed < windowMs) return
    this.#previous = elapsed < 2 * windowMs ? this.#current : new Map()
    this.#current = new Map()
    this.#windowBegan = this.#monotonic()
  }
}
