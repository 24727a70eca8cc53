import { expect, it } from 'vitest'
import { isMidnight, timeTicks, zoneOffset } from './time-ticks.ts'

const hour = 3_600_000
const iso = (ticks: number[]) => ticks.map((at) => new Date(at).toISOString())

it('puts ticks on round times of the zone, not of UTC', () => {
  const from = Date.parse('2026-03-09T00:30:00Z')
  const { ticks, step } = timeTicks(from, from + 24 * hour, 6, 'Asia/Kolkata')
  expect(step).toBe(6 * hour)
  // 12:00, 18:00, 00:00 and 06:00 at +05:30
  expect(iso(ticks)).toEqual([
    '2026-03-09T00:30:00.000Z',
    '2026-03-09T06:30:00.000Z',
    '2026-03-09T12:30:00.000Z',
    '2026-03-09T18:30:00.000Z',
    '2026-03-10T00:30:00.000Z',
  ])
})

it('keeps days whole across a daylight saving change', () => {
  const from = Date.parse('2026-03-07T05:00:00Z')
  const { ticks } = timeTicks(from, from + 3 * 24 * hour, 3, 'America/New_York')
  expect(iso(ticks)).toEqual([
    '2026-03-07T05:00:00.000Z',
    '2026-03-08T05:00:00.000Z',
    '2026-03-09T04:00:00.000Z',
    '2026-03-10T04:00:00.000Z',
  ])
  expect(ticks.every((at) => isMidnight(at, 'America/New_York'))).toBe(true)
})

it('knows offsets of both sides of UTC', () => {
  const at = Date.parse('2026-01-15T12:00:00Z')
  expect(zoneOffset(at, 'Asia/Seoul')).toBe(9 * hour)
  expect(zoneOffset(at, 'America/New_York')).toBe(-5 * hour)
})
