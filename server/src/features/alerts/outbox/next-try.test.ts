import { describe, expect, it } from 'vitest'
import { hour, minute, second } from '#kernel/clock.ts'
import { nextTry } from './delivery.ts'

const middle = 0.5

describe('the next try of a message', () => {
  it('comes after the planned waits when every try was the receiver’s fault, and not after the last one', () => {
    let now = 0
    const waits: number[] = []
    for (let attempts = 1; ; attempts++) {
      const next = nextTry({ attempts, createdAt: 0 }, now, middle)
      if (next === null) break
      waits.push((next - now) / second)
      now = next
    }
    expect(waits).toEqual([5, 30, 120, 600, 1800, 7200, 21_600, 43_200, 86_400, 108_000])
    expect(now).toBe(74 * hour + 42 * minute + 35 * second)
  })

  it('holds to that however the waits are spread', () => {
    for (const random of [0, 0.999]) {
      let now = 0
      let attempts = 1
      for (
        let next: number | null = 0;
        next !== null;
        next = nextTry({ attempts: attempts++, createdAt: 0 }, now, random)
      )
        now = next
      expect(attempts - 1).toBe(11)
    }
  })

  it('is not the last one because we were killed many times with the message in hand', () => {
    expect(nextTry({ attempts: 50, createdAt: 0 }, 0, middle)).toBe(5 * second)
    expect(nextTry({ attempts: 50, createdAt: 0 }, hour, middle)).toBe(hour + 2 * hour)
    expect(nextTry({ attempts: 50, createdAt: 0 }, 80 * hour, middle)).toBe(null)
  })
})
