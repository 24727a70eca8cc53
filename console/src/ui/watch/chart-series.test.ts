import type { ChartView } from '@bongsu/contract/results.ts'
import { describe, expect, it } from 'vitest'
import { availabilitySeries, latencySeries, phaseSeries, shareFloor, withoutPauses } from './chart-series.ts'

const counts = { up: 1, degraded: 0, down: 0, unknown: 0, maintenance: 0 }
const empty = {
  p50_ms: null,
  p95_ms: null,
  avg_ms: null,
  min_ms: null,
  max_ms: null,
  availability: null,
  counts: { ...counts, up: 0 },
  phases: null,
}
const points: ChartView['points'] = [
  {
    at: '2026-01-01T00:00:00.000Z',
    p50_ms: 20,
    p95_ms: 50,
    avg_ms: 25,
    min_ms: 10,
    max_ms: 60,
    availability: 99.9,
    counts,
    phases: { dns_ms: 1, ttfb_ms: 19 },
  },
  { at: '2026-01-01T00:05:00.000Z', ...empty },
]

it('keeps a gap a gap in every chart', () => {
  const [latency] = latencySeries(points, { median: 'p50', p95: 'p95' })
  expect(latency!.points.map(([, value]) => value)).toEqual([20, null])
  expect(latency!.band!.points.map(([, value]) => value)).toEqual([50, null])
  expect(availabilitySeries(points, 'a')[0]!.points.map(([, value]) => value)).toEqual([99.9 / 100, null])
})

it('stacks only the phases that some look had', () => {
  const series = phaseSeries(points, (phase) => phase)
  expect(series.map(({ key }) => key)).toEqual(['dns_ms', 'ttfb_ms'])
  expect(series[1]!.points.map(([, value]) => value)).toEqual([19, null])
})

describe('steps without a look', () => {
  const every = (steps: number, count: number, missing: readonly number[] = []) =>
    Array.from({ length: count * steps }, (_point, index): readonly [number, number | null] => [
      index,
      index % steps === 0 && !missing.includes(index / steps) ? 1 : null,
    ])

  it('are no gap where looks are always that far apart', () => {
    const points = withoutPauses(every(3, 4))
    expect(points.slice(0, 4)).toEqual([
      [0, 1],
      [3, 1],
      [6, 1],
      [9, 1],
    ])
  })

  it('are a gap where a look was due and did not come', () => {
    const points = withoutPauses(every(3, 5, [2]))
    expect(points.some(([at, value]) => at > 3 && at < 9 && value === null)).toBe(true)
  })

  it('stay at both ends, where nobody knows', () => {
    const points = withoutPauses([[0, null], ...every(2, 3).map(([at, value]) => [at + 1, value] as const), [9, null]])
    expect(points[0]).toEqual([0, null])
    expect(points.at(-1)).toEqual([9, null])
  })

  it('are left alone when there are too few looks to tell', () => {
    expect(
      withoutPauses([
        [0, 1],
        [1, null],
      ]),
    ).toEqual([
      [0, 1],
      [1, null],
    ])
  })
})

it('begins the axis of shares at one of six marks, below everything it shows', () => {
  const floorOf = (...values: (number | null)[]) =>
    shareFloor([{ key: 'a', name: 'a', points: values.map((value, at) => [at, value] as const) }])
  expect(floorOf(1, null, 0.995)).toBe(0.99)
  expect(floorOf(1, 0.95)).toBe(0.95)
  expect(floorOf(1, 0.92)).toBe(0.9)
  expect(floorOf(0.8)).toBe(0.75)
  expect(floorOf(0.7)).toBe(0.5)
  expect(floorOf(1, 0.2)).toBe(0)
  expect(floorOf(null)).toBe(0.99)
})
