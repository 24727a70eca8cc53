import { describe, expect, it } from 'vitest'
import { hour, minute } from '#kernel/clock.ts'
import { waitAfter } from './person.ts'

describe('the wait after wrong passwords', () => {
  it('begins with the fifth, doubles, and never exceeds an hour', () => {
    expect([1, 4, 5, 6, 7, 8].map((failures) => waitAfter(failures, 5) / minute)).toEqual([0, 0, 1, 2, 4, 8])
    expect(waitAfter(11, 5)).toBe(hour)
    expect(waitAfter(1_000_000, 5)).toBe(hour)
  })

  it('leaves a source at most ten guesses in any hour', () => {
    const guesses: number[] = []
    let now = 0
    for (let failures = 1; failures <= 60; failures++) {
      guesses.push(now)
      now += waitAfter(failures, 5)
    }
    for (const from of guesses)
      expect(guesses.filter((at) => at >= from && at < from + hour).length).toBeLessThanOrEqual(10)
  })
})
