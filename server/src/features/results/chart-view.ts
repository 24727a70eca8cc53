import type { Timings } from '@bongsu/contract/outcome.ts'
import type { ChartPointView, ChartView } from '@bongsu/contract/results.ts'
import { isoTime } from '#kernel/clock.ts'
import { quantile } from '#kernel/histogram.ts'
import type { Frame, Series } from './chart.ts'
import { phaseNames, toMs } from './phases.ts'
import type { RollUp } from './roll-up.ts'

export const chartView = (frame: Frame, series: Series): ChartView => ({
  range: frame.range,
  from: isoTime(frame.from),
  to: isoTime(frame.to),
  step_ms: frame.stepMs,
  points: series.steps().map(({ at, rollUp }) => ({ at: isoTime(at), ...figures(rollUp) })),
  total: figures(series.total()),
})

function figures(rollUp: RollUp): Omit<ChartPointView, 'at'> {
  const { up, degraded, down, unknown, maintenance, measured, sum, min, max, histogram } = rollUp
  return {
    p50_ms: rounded(quantile(histogram, 0.5)),
    p95_ms: rounded(quantile(histogram, 0.95)),
    avg_ms: measured === 0 ? null : rounded(toMs(sum / measured)),
    min_ms: min === null ? null : toMs(min),
    max_ms: max === null ? null : toMs(max),
    availability: availability(rollUp),
    counts: { up, degraded, down, unknown, maintenance },
    phases: phaseMeans(rollUp),
  }
}

/** The share of looks that found an answer, in percent, floored to three decimals; null when nothing was known. */
export function availability({ up, degraded, down }: Pick<RollUp, 'up' | 'degraded' | 'down'>): number | null {
  const known = up + degraded + down
  return known === 0 ? null : Math.floor(((up + degraded) * 100_000) / known) / 1000
}

/** A phase that a look did not have took no time in it, so the means add up to the mean. */
function phaseMeans({ phases, measured }: RollUp): Timings | null {
  if (measured === 0) return null
  const means: Timings = {}
  phaseNames.forEach((name, index) => {
    const sum = phases[index] ?? 0
    if (sum > 0) means[name] = rounded(toMs(sum / measured)) ?? 0
  })
  return Object.keys(means).length === 0 ? null : means
}

const rounded = (ms: number | null): number | null => (ms === null ? null : Math.round(ms * 10) / 10)
