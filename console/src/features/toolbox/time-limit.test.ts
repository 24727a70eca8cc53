import { expect, it } from 'vitest'
import { longestMs, timeLimitOf, withoutTimeLimit } from './time-limit.ts'

const plain = { type: 'object', properties: { url: { type: 'string' } } }
const own = (unit: string, usual: number) => ({
  type: 'object',
  properties: { timeout: { type: 'integer', default: usual, unit } },
})

it('is beside the options of most kinds, and goes with a shared link', () => {
  expect(timeLimitOf(plain, { url: 'a', timeout: 90 })).toBe(90)
  expect(withoutTimeLimit(plain, { url: 'a', timeout: 90 })).toEqual({ url: 'a' })
})

it('is an option like any other where a kind has one', () => {
  expect(timeLimitOf(own('s', 5), { timeout: 3 })).toBeUndefined()
  expect(withoutTimeLimit(own('s', 5), { timeout: 3 })).toEqual({ timeout: 3 })
})

it('says how long a run may take', () => {
  const usual = { timeout: { min: 5, max: 120, default: 30, unit: 's' as const } }
  expect(longestMs(usual, {})).toBe(30_000)
  expect(longestMs(usual, { timeout: 7 })).toBe(7_000)
  expect(longestMs(usual, { timeout: 500 })).toBe(120_000)
  const scenario = { timeout: { min: 5_000, max: 120_000, default: 30_000, unit: 'ms' as const } }
  expect(longestMs(scenario, { timeout: 120_000 })).toBe(120_000)
})
