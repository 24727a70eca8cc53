import { expect, it } from 'vitest'
import { dayState } from './uptime-days.ts'

const day = {
  date: '2026-01-01',
  uptime_percent: 100,
  down_ms: 0,
  degraded_ms: 0,
  maintenance_ms: 0,
  no_data_ms: 0,
  incidents: 0,
}

it('shows the worst that happened on a day', () => {
  expect(dayState(day)).toBe('up')
  expect(dayState({ ...day, degraded_ms: 1 })).toBe('degraded')
  expect(dayState({ ...day, degraded_ms: 1, down_ms: 1 })).toBe('down')
})

it('never shows a day without data as up', () => {
  expect(dayState({ ...day, uptime_percent: null, no_data_ms: 86_400_000 })).toBeNull()
  expect(dayState({ ...day, uptime_percent: null, maintenance_ms: 86_400_000 })).toBe('maintenance')
})
