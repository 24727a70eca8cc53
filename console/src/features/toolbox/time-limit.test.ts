import { expect, it } from 'vitest'
import { longestMs, timeLimitOf, withoutTimeLimit } from './time-limit.ts'

const plain = { type: 'object', properties: { url: { type: 'string' } } }
const own = (unit: string, usual: number) => ({
  type: 'object',
  properties: { timeout: { type: 'integer', default: usual, unit } },
})
const defaults = { check_interval: 300, timeout: 30 }

it('is beside the options of most kinds, and goes with a shared link', () => {
  expect(timeLimitOf(plain, { url: 'a', timeout: 90 })).toBe(90)
  expect(withoutTimeLimit(plain, { url: 'a', timeout: 90 })).toEqual({ url: 'a' })
})

it('is an option like any other where a kind has one', () => {
  expect(timeLimitOf(own('s', 5), { timeout: 3 })).toBeUndefined()
  expect(withoutTimeLimit(own('s', 5), { timeout: 3 })).toEqual({ timeout: 3 })
})

it('says how long a run may take', () => {
  expect(longestMs({ schema: plain, defaults }, {})).toBe(30_000)
  expect(longestMs({ schema: plain, defaults }, { timeout: 500 })).toBe(120_000)
  expect(longestMs({ schema: own('s', 5), defaults }, {})).toBe(5_000)
  expect(longestMs({ schema: own('ms', 30_000), defaults }, { timeout: 120_000 })).toBe(120_000)
})
