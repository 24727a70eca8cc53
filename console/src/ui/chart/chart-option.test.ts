import { describe, expect, it } from 'vitest'
import { type ChartOptionParts, chartOption } from './chart-option.ts'
import { chartTooltip } from './chart-tooltip.ts'
import { type ChartSeries, csvOf, extent, tableOf } from './series.ts'

const hour = 3_600_000
const from = Date.parse('2026-03-09T00:00:00Z')
const p50: ChartSeries = {
  key: 'p50',
  name: 'p50',
  points: [
    [from, 100],
    [from + hour, null],
    [from + 2 * hour, 120],
  ],
  band: {
    name: 'p95',
    points: [
      [from, 180],
      [from + hour, null],
      [from + 2 * hour, 90],
    ],
  },
}

const parts = (changes: Partial<ChartOptionParts> = {}): ChartOptionParts => ({
  series: [p50],
  spans: [],
  from,
  to: from + 24 * hour,
  zone: 'Asia/Seoul',
  width: 800,
  font: 'Pretendard',
  color: (token) => `#${token}`,
  value: String,
  tick: String,
  tooltip: () => document.createElement('div'),
  ...changes,
})

interface Drawn {
  type: string
  name?: string
  data: unknown[]
  connectNulls?: boolean
  markArea?: { data: [{ xAxis: number }, { xAxis: number }][] }
}
const drawn = (changes?: Partial<ChartOptionParts>) => chartOption(parts(changes)).series as Drawn[]

describe('a line', () => {
  it('shows a measurement between two gaps as a point, and only that', () => {
    const at = (hours: number, value: number | null): readonly [number, number | null] => [from + hours * hour, value]
    const points = [at(0, null), at(1, 100), at(2, null), at(3, 110), at(4, 120)]
    const [line] = drawn({ series: [{ key: 'a', name: 'a', points }] })
    expect(line?.data.map((item) => !Array.isArray(item))).toEqual([false, true, false, false, false])
    expect(line?.data[1]).toMatchObject({ value: points[1], symbol: 'circle' })
    const [single] = drawn({ series: [{ key: 'a', name: 'a', points: [at(1, 100)] }] })
    expect(single?.data).toMatchObject([{ symbol: 'circle' }])
  })

  it('keeps its gaps', () => {
    const line = drawn().at(-1)
    expect(line?.connectNulls).toBe(false)
    expect(line?.data.map((item) => (Array.isArray(item) ? item : (item as { value: unknown }).value))).toEqual(
      p50.points,
    )
  })

  it('carries its band as the difference to the upper line, gaps kept and never below zero', () => {
    const [base, band] = drawn()
    expect(base?.data).toEqual(p50.points)
    expect(band).toMatchObject({
      name: 'p95',
      data: [
        [from, 80],
        [from + hour, null],
        [from + 2 * hour, 0],
      ],
    })
  })
})

it('spans the window that was asked for, not only where there is data', () => {
  const option = chartOption(parts()) as unknown as { xAxis: { min: number; max: number } }
  expect([option.xAxis.min, option.xAxis.max]).toEqual([from, from + 24 * hour])
})

it('shades what happened, cut to the window, an open end up to now', () => {
  const shade = drawn({ spans: [{ from: from - hour, to: null, label: '장애' }] }).at(-1)
  expect(shade?.markArea?.data.map(([start, end]) => [start.xAxis, end.xAxis])).toEqual([[from, from + 24 * hour]])
})

it('is a table with the same figures, in CSV as well', () => {
  const { names, rows } = tableOf([p50])
  expect(names).toEqual(['p50', 'p95'])
  expect(rows.map(({ values }) => values)).toEqual([
    [100, 180],
    [null, null],
    [120, 90],
  ])
  expect(csvOf([p50], '시각').slice(0, 2)).toEqual([
    ['시각', 'p50', 'p95'],
    ['2026-03-09T00:00:00.000Z', 100, 180],
  ])
})

it('knows nothing of a series without figures', () => {
  expect(extent([[from, null]])).toBeUndefined()
  expect(extent(p50.points)).toEqual({ min: 100, max: 120, last: 120 })
})

it('never reads a name as HTML', () => {
  const hostile = { ...p50, name: '<img src=x onerror=alert(1)>' }
  const box = chartTooltip({
    at: from + 1000,
    series: [hostile],
    spans: [{ from, to: from + hour, label: '<b>x</b>' }],
    color: () => '#000',
    figure: (value) => `${value} ms`,
    time: () => '09:00',
  })
  expect(box.querySelector('img,b b')).toBeNull()
  expect(box.textContent).toContain('<img src=x onerror=alert(1)>100 ms')
  expect(box.textContent).toContain('<b>x</b>')
})
