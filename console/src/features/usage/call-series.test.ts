import { expect, it } from 'vitest'
import { callSeries, durationSeries, isByHour, slotsOf } from './call-series.ts'
import { sampleStats, sampleSum, sampleTimes } from './usage-samples.ts'

const names = { succeeded: '성공', failed: '실패', refused: '거부' }
const days = [
  { date: '2026-03-02', ...sampleSum(8, 7, 0, 1), ...sampleTimes },
  { date: '2026-03-04', ...sampleSum(2, 1, 1, 0), ...sampleTimes },
]
const sum = { ...sampleSum(3, 2, 1, 0), ...sampleTimes }

it('shows every day from the first that has calls, quiet ones as nothing', () => {
  const slots = slotsOf(sampleStats({ by_day: days }), 'UTC')
  expect(slots[0]?.at).toBe(Date.parse('2026-03-02T12:00:00Z'))
  expect(slots).toHaveLength(8)
  const [succeeded, refused, failed] = callSeries(slots, names)
  expect(succeeded?.points.slice(0, 3).map(([, calls]) => calls)).toEqual([7, 0, 1])
  expect(refused?.points[0]?.[1]).toBe(1)
  expect(failed?.points[2]?.[1]).toBe(1)
})

it('goes by the hour where a day would be one bar', () => {
  const stats = sampleStats({
    from: '2026-03-09T01:00:00.000Z',
    to: '2026-03-10T01:10:00.000Z',
    by_hour: [{ at: '2026-03-09T03:00:00.000Z', ...sum }],
  })
  expect(isByHour(stats)).toBe(true)
  expect(isByHour(sampleStats())).toBe(false)
  const slots = slotsOf(stats, 'UTC')
  expect(slots).toHaveLength(25)
  expect(slots[2]).toMatchObject({ at: Date.parse('2026-03-09T03:30:00Z'), slot: { calls: 3 } })
})

it('leaves a gap in the durations where nothing ran', () => {
  const [p50] = durationSeries(slotsOf(sampleStats({ by_day: days }), 'UTC'), { p50: '중앙값', p95: '95 백분위' })
  expect(p50?.points.slice(0, 3).map(([, ms]) => ms)).toEqual([18, null, 18])
  expect(p50?.band?.points.slice(0, 3).map(([, ms]) => ms)).toEqual([40, null, 40])
})

it('has no slots where nothing was called at all', () => {
  expect(slotsOf(sampleStats(), 'UTC')).toEqual([])
})

it('shows the present day of a zone that is ahead, also while the world clock is still a day behind', () => {
  const stats = sampleStats({
    from: '2026-11-01T15:00:00.000Z',
    to: '2026-11-30T16:11:07.274Z',
    by_day: [{ date: '2026-12-01', ...sum }],
  })
  const slots = slotsOf(stats, 'Asia/Seoul')
  expect(slots).toEqual([{ at: Date.parse('2026-12-01T12:00:00+09:00'), slot: expect.objectContaining({ calls: 3 }) }])
})
