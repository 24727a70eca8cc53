import { expect, it } from 'vitest'
import { TookTooLong, withinTime } from './within-time.ts'

it('gives what the work gives, and throws what it throws', () => {
  expect(withinTime(() => ({ a: 1 }), 1000)).toEqual({ a: 1 })
  const error = new Error('no')
  expect(() =>
    withinTime(() => {
      throw error
    }, 1000),
  ).toThrow(error)
})

it('stops work that has no end, and goes on afterwards', () => {
  expect(() =>
    withinTime(() => {
      for (;;);
    }, 20),
  ).toThrow(TookTooLong)
  expect(withinTime(() => 'next', 1000)).toBe('next')
})
