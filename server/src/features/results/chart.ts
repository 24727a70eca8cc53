import type { ChartRange } from '@bongsu/contract/results.ts'
import { day, hour, minute } from '#kernel/clock.ts'
import { lastLocalDays } from '#kernel/local-day.ts'
import { emptyRollUp, mergeRollUp, type RollUp } from './roll-up.ts'
import type { RollUpSize } from './roll-up-store.ts'

interface Plan {
  readonly points: number
  readonly stepMs: number
  /** The largest roll-ups that fit the step. */
  readonly source: RollUpSize
}

/** Never more than 366 points, whatever the range: what a screen can show and a phone can load. */
const plans = {
  '6h': { points: 72, stepMs: 5 * minute, source: 'five_minutes' },
  '24h': { points: 288, stepMs: 5 * minute, source: 'five_minutes' },
  '3d': { points: 288, stepMs: 15 * minute, source: 'five_minutes' },
  '7d': { points: 168, stepMs: hour, source: 'hour' },
  '30d': { points: 180, stepMs: 4 * hour, source: 'hour' },
  '90d': { points: 180, stepMs: 12 * hour, source: 'hour' },
  '1y': { points: 365, stepMs: day, source: 'day' },
} as const satisfies Record<ChartRange, Plan>

/** The steps that a range means now, the last of which is still going on. */
export interface Frame {
  readonly range: ChartRange
  readonly source: RollUpSize
  readonly stepMs: number
  /** Where each step begins, in order. Days are those of the zone, so they are not all equally long. */
  readonly starts: readonly number[]
  readonly from: number
  readonly to: number
}

export function frameOf(range: ChartRange, now: number, zone: string): Frame {
  const { points, stepMs, source } = plans[range]
  if (source === 'day') {
    const days = lastLocalDays(now, zone, points)
    const starts = days.map((one) => one.from)
    return { range, source, stepMs, starts, from: starts[0] ?? now, to: days.at(-1)?.to ?? now }
  }
  const to = Math.floor(now / stepMs) * stepMs + stepMs
  const from = to - points * stepMs
  return {
    range,
    source,
    stepMs,
    starts: Array.from({ length: points }, (_, index) => from + index * stepMs),
    from,
    to,
  }
}

/** Roll-ups gathered into the steps of a frame; steps without any stay empty. */
export class Series {
  readonly #frame: Frame
  readonly #steps: readonly RollUp[]

  constructor(frame: Frame) {
    this.#frame = frame
    this.#steps = frame.starts.map(emptyRollUp)
  }

  /** The roll-up of the step that contains a moment, to add to; undefined outside the frame. */
  stepAt(at: number): RollUp | undefined {
    const { starts, from, to } = this.#frame
    if (at < from || at >= to) return undefined
    let [low, high] = [0, starts.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((starts[middle] ?? 0) <= at) low = middle
      else high = middle - 1
    }
    return this.#steps[low]
  }

  add(at: number, rollUp: RollUp): void {
    const step = this.stepAt(at)
    if (step) mergeRollUp(step, rollUp)
  }

  steps(): readonly { readonly at: number; readonly rollUp: RollUp }[] {
    return this.#steps.map((rollUp, index) => ({ at: this.#frame.starts[index] ?? 0, rollUp }))
  }

  total(): RollUp {
    const total = emptyRollUp()
    for (const step of this.#steps) mergeRollUp(total, step)
    return total
  }
}
