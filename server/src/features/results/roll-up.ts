import {
  addValue,
  decodeHistogram,
  encodeHistogram,
  type Histogram,
  mergeEncoded,
  mergeInto,
} from '#kernel/histogram.ts'
import { addPacked, packNumbers, phaseNames, toMs, unpackNumbers } from './phases.ts'
import { flag, stateWord } from './result-codes.ts'

/**
 * What a stretch of results amounts to. Sums, extremes and the histogram are of answers only (up or degraded): the time
 * it took to give up says nothing about how fast a target is. Everything merges, so an hour is made of its five-minute
 * buckets and a day of its hours, and a p95 over any of them is read from one histogram.
 */
export interface RollUp {
  up: number
  degraded: number
  down: number
  unknown: number
  /** Results under maintenance whose accounting is `exclude`; counted here only. */
  maintenance: number
  /** Answers whose duration is in the figures below. */
  measured: number
  /** Tenths of a millisecond, like `min`, `max` and `phases`. */
  sum: number
  min: number | null
  max: number | null
  /** In ms. */
  histogram: Histogram
  /** Sums in the order of `phaseNames`. */
  phases: number[]
}

export const emptyRollUp = (): RollUp => ({
  up: 0,
  degraded: 0,
  down: 0,
  unknown: 0,
  maintenance: 0,
  measured: 0,
  sum: 0,
  min: null,
  max: null,
  histogram: new Map(),
  phases: phaseNames.map(() => 0),
})

export interface RolledResult {
  readonly state: number
  readonly duration: number
  readonly phases: Uint8Array | null
  readonly flags: number
}

/** `mixed`: the roll-up spans monitors of different kinds, where only response times can be added up. */
export function addResult(rollUp: RollUp, result: RolledResult, mixed = false): void {
  if (result.flags & flag.excluded) {
    rollUp.maintenance++
    return
  }
  const state = stateWord(result.state)
  rollUp[result.flags & flag.countsAsUp ? 'up' : state]++
  const isAnswer = state === 'up' || state === 'degraded'
  if (!isAnswer || (mixed && result.flags & flag.apart)) return
  rollUp.measured++
  rollUp.sum += result.duration
  rollUp.min = rollUp.min === null ? result.duration : Math.min(rollUp.min, result.duration)
  rollUp.max = rollUp.max === null ? result.duration : Math.max(rollUp.max, result.duration)
  addValue(rollUp.histogram, toMs(result.duration))
  addPacked(rollUp.phases, result.phases)
}

export function mergeRollUp(target: RollUp, source: RollUp): void {
  mergeCounts(target, source)
  mergeFigures(target, source)
  mergeInto(target.histogram, source.histogram)
  source.phases.forEach((phase, index) => {
    target.phases[index] = (target.phases[index] ?? 0) + phase
  })
}

/** The same from a stored row, without a roll-up in between: a chart of thirty days reads thousands of rows. */
export function mergeRow(target: RollUp, row: RollUpRow): void {
  mergeCounts(target, row)
  mergeFigures(target, row)
  if (row.histogram !== null) mergeEncoded(target.histogram, row.histogram)
  addPacked(target.phases, row.phases)
}

/** What a kind whose durations are no response times adds to a total. */
export function mergeCounts(target: RollUp, source: Counts): void {
  target.up += source.up
  target.degraded += source.degraded
  target.down += source.down
  target.unknown += source.unknown
  target.maintenance += source.maintenance
}

type Counts = Pick<RollUp, 'up' | 'degraded' | 'down' | 'unknown' | 'maintenance'>

function mergeFigures(target: RollUp, source: Pick<RollUp, 'measured' | 'sum' | 'min' | 'max'>): void {
  target.measured += source.measured
  target.sum += source.sum
  if (source.min !== null) target.min = target.min === null ? source.min : Math.min(target.min, source.min)
  if (source.max !== null) target.max = target.max === null ? source.max : Math.max(target.max, source.max)
}

/**
 * Takes out what was merged before, so that a late result corrects a total without adding up every monitor again. The
 * extremes stay: that a slowest answer is gone cannot be seen from a sum, and never happens here.
 */
export function subtractRollUp(target: RollUp, source: RollUp): void {
  target.up -= source.up
  target.degraded -= source.degraded
  target.down -= source.down
  target.unknown -= source.unknown
  target.maintenance -= source.maintenance
  target.measured -= source.measured
  target.sum -= source.sum
  for (const [bucket, count] of source.histogram) {
    const left = (target.histogram.get(bucket) ?? 0) - count
    if (left > 0) target.histogram.set(bucket, left)
    else target.histogram.delete(bucket)
  }
  source.phases.forEach((phase, index) => {
    target.phases[index] = (target.phases[index] ?? 0) - phase
  })
}

/** The same counts without durations: what a kind whose durations are no response times adds to a total. */
export const countsOnly = ({ up, degraded, down, unknown, maintenance }: RollUp): RollUp => ({
  ...emptyRollUp(),
  up,
  degraded,
  down,
  unknown,
  maintenance,
})

/** The columns after `monitor_id` and `bucket_at`. */
export interface RollUpRow {
  monitor_id: number
  bucket_at: number
  up: number
  degraded: number
  down: number
  unknown: number
  maintenance: number
  measured: number
  sum: number
  min: number | null
  max: number | null
  histogram: Uint8Array | null
  phases: Uint8Array | null
}

export const rowOfRollUp = (monitorId: number, bucketAt: number, rollUp: RollUp): RollUpRow => ({
  monitor_id: monitorId,
  bucket_at: bucketAt,
  up: rollUp.up,
  degraded: rollUp.degraded,
  down: rollUp.down,
  unknown: rollUp.unknown,
  maintenance: rollUp.maintenance,
  measured: rollUp.measured,
  sum: rollUp.sum,
  min: rollUp.min,
  max: rollUp.max,
  histogram: rollUp.measured === 0 ? null : encodeHistogram(rollUp.histogram),
  phases: packNumbers(rollUp.phases.map((phase) => (phase === 0 ? undefined : phase))),
})

export const rollUpOf = (row: RollUpRow): RollUp => ({
  up: row.up,
  degraded: row.degraded,
  down: row.down,
  unknown: row.unknown,
  maintenance: row.maintenance,
  measured: row.measured,
  sum: row.sum,
  min: row.min,
  max: row.max,
  histogram: row.histogram === null ? new Map() : decodeHistogram(row.histogram),
  phases: unpackNumbers(row.phases, phaseNames.length).map((phase) => phase ?? 0),
})
