import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MaintenanceStretch } from '#features/projects/index.ts'
import type { IntervalState, StateInterval } from './interval-store.ts'
import { flooredPercent, spent, timePieces } from './uptime.ts'

const states: IntervalState[] = ['up', 'degraded', 'down', 'unknown', 'paused']
const accountings = ['exclude', 'count', 'as_up'] as const

/** A life of a monitor: alternating stretches and holes, in ms, the last one perhaps still open. */
const life = (monitorId: number) =>
  fc
    .array(fc.tuple(fc.nat(30), fc.integer({ min: 0, max: 30 }), fc.constantFrom(...states)), { maxLength: 8 })
    .map((parts) => {
      const intervals: StateInterval[] = []
      let at = -20
      for (const [hole, length, state] of parts) {
        intervals.push({ monitorId, fromAt: at + hole, toAt: at + hole + length, state })
        at += hole + length
      }
      return intervals
    })

const windows = fc
  .array(fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 20 }), fc.constantFrom(...accountings)), { maxLength: 5 })
  .map((parts) => {
    let at = -10
    return parts.map(([hole, length, accounting]) => {
      const stretch = { from: at + hole, to: at + hole + length, accounting }
      at = stretch.to
      return stretch
    })
  })

const watched = fc.tuple(life(1), life(2), life(3)).map((lives) => lives.flat())

/** One millisecond at a time, by the words of the rule. */
function bruteForce(intervals: StateInterval[], stretches: MaintenanceStretch[], from: number, to: number) {
  const sums = { up: 0, degraded: 0, down: 0, maintenance: 0, unknown: 0, no_data: 0 }
  for (let at = from; at < to; at++) {
    const now = new Set(
      intervals.filter(({ fromAt, toAt }) => fromAt <= at && at < (toAt ?? Number.MAX_VALUE)).map(({ state }) => state),
    )
    const state = (['down', 'degraded', 'unknown', 'up'] as const).find((one) => now.has(one))
    const window = stretches.find((stretch) => stretch.from <= at && at < stretch.to)?.accounting
    if (!state) sums.no_data++
    else if (window === 'exclude') sums.maintenance++
    else if (window === 'as_up') sums.up++
    else sums[state]++
  }
  return sums
}

describe('uptime', () => {
  it('equals what counting every millisecond gives, with holes, pauses, maintenance and several monitors', () => {
    fc.assert(
      fc.property(
        watched,
        windows,
        fc.integer({ min: -30, max: 60 }),
        fc.integer({ min: 1, max: 150 }),
        (intervals, stretches, from, length) => {
          const to = from + length
          const clipped = stretches
            .map((stretch) => ({ ...stretch, from: Math.max(from, stretch.from), to: Math.min(to, stretch.to) }))
            .filter((stretch) => stretch.to > stretch.from)
          const time = spent(timePieces(intervals, clipped, from, to), from, to)
          expect({
            up: time.upMs,
            degraded: time.degradedMs,
            down: time.downMs,
            maintenance: time.maintenanceMs,
            unknown: time.unknownMs,
            no_data: time.noDataMs,
          }).toEqual(bruteForce(intervals, clipped, from, to))
        },
      ),
      { numRuns: 3000 },
    )
  })

  it('adds up to the stretch, however it is cut into days', () => {
    fc.assert(
      fc.property(watched, fc.array(fc.nat(100), { maxLength: 6 }), (intervals, cuts) => {
        const pieces = timePieces(intervals, [], 0, 100)
        const edges = [0, ...cuts.sort((a, b) => a - b), 100]
        const parts = edges.slice(1).map((to, index) => spent(pieces, edges[index] ?? 0, to))
        const whole = spent(pieces, 0, 100)
        expect(parts.reduce((sum, part) => sum + part.downMs, 0)).toBe(whole.downMs)
        const total =
          whole.upMs + whole.degradedMs + whole.downMs + whole.unknownMs + whole.maintenanceMs + whole.noDataMs
        expect(total).toBe(100)
      }),
    )
  })

  it('is null without data, never a hundred', () => {
    expect(spent(timePieces([], [], 0, 1000), 0, 1000)).toMatchObject({ noDataMs: 1000, percent: null })
  })

  it('does not count pauses, blindness and excluded maintenance against or for anybody', () => {
    const intervals: StateInterval[] = [
      { monitorId: 1, fromAt: 0, toAt: 100, state: 'up' },
      { monitorId: 1, fromAt: 100, toAt: 200, state: 'down' },
      { monitorId: 1, fromAt: 200, toAt: 300, state: 'unknown' },
      { monitorId: 1, fromAt: 300, toAt: 400, state: 'paused' },
    ]
    const time = spent(timePieces(intervals, [{ from: 150, to: 200, accounting: 'exclude' }], 0, 400), 0, 400)
    expect(time).toEqual({
      upMs: 100,
      degradedMs: 0,
      downMs: 50,
      maintenanceMs: 50,
      unknownMs: 100,
      noDataMs: 100,
      percent: 66.666,
    })
  })

  it('is floored: one millisecond in a year is enough not to be perfect', () => {
    const year = 365 * 86_400_000
    expect(flooredPercent(year - 1, 1)).toBe(99.999)
    expect(flooredPercent(year, 0)).toBe(100)
    expect(flooredPercent(99_999, 1)).toBe(99.999)
    expect(flooredPercent(0, 5)).toBe(0)
  })
})
