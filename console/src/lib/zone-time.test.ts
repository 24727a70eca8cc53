import { expect, it } from 'vitest'
import { fromZoneInput, toZoneInput } from './zone-time.ts'

it('shows a moment as a clock in the zone shows it', () => {
  expect(toZoneInput('2026-03-09T05:05:00Z', 'Asia/Seoul')).toBe('2026-03-09T14:05')
  expect(toZoneInput('2026-07-01T12:00:00Z', 'America/New_York')).toBe('2026-07-01T08:00')
})

it('reads a clock time back to the same moment, on both sides of a daylight saving change', () => {
  for (const at of ['2026-03-08T06:30:00.000Z', '2026-03-08T07:30:00.000Z', '2026-11-01T12:00:00.000Z']) {
    expect(fromZoneInput(toZoneInput(at, 'America/New_York'), 'America/New_York')).toBe(at)
  }
})

it('takes a text that is no time for nothing', () => {
  expect(fromZoneInput('', 'Asia/Seoul')).toBeUndefined()
  expect(fromZoneInput('2026-13-40T99:99', 'Asia/Seoul')).toBeUndefined()
})
