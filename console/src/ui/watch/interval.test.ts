import { expect, it } from 'vitest'
import { detectionMs, intervalChoices, intervalUnit } from './interval.ts'

it('says an interval in the largest unit that fits it exactly', () => {
  expect(intervalUnit(300)).toEqual({ unit: 'minutes', count: 5 })
  expect(intervalUnit(90)).toEqual({ unit: 'seconds', count: 90 })
  expect(intervalUnit(86_400)).toEqual({ unit: 'days', count: 1 })
})

it('keeps an unusual stored interval among the choices', () => {
  expect(intervalChoices(3600, 45)).toContain(45)
  expect(intervalChoices(3600)).not.toContain(86_400)
})

it('adds up how long an outage may stay untold', () => {
  // Three slots of a minute, and the deciding look: four tries of 5 s with pauses of 1, 2 and 4 s.
  expect(detectionMs({ check_interval: 60, timeout: 5, retry_count: 3, alert_threshold: 3 })).toBe((180 + 27) * 1000)
})

it('lets no look outlast its slot', () => {
  expect(detectionMs({ check_interval: 60, timeout: 300, retry_count: 5, alert_threshold: 1 })).toBe(120_000)
})
