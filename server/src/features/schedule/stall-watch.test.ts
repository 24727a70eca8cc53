import { describe, expect, it } from 'vitest'
import { StallWatch } from './stall-watch.ts'

describe('the stall watch', () => {
  const beating = (until: number): StallWatch => {
    const watch = new StallWatch(0, 250)
    for (let now = 250; now <= until; now += 250) watch.beat(now)
    return watch
  }

  it('sees nothing while the beat is steady, or late by less than a second', () => {
    const watch = beating(10_000)
    watch.beat(11_000)
    expect(watch.touches(0, 11_100)).toBe(false)
  })

  it('blames itself for every stretch that a standstill touches, and for no other', () => {
    const watch = beating(10_000)
    watch.beat(15_000)
    for (let now = 15_250; now <= 20_000; now += 250) watch.beat(now)
    expect(watch.touches(9_000, 10_500)).toBe(true)
    expect(watch.touches(12_000, 13_000)).toBe(true)
    expect(watch.touches(14_900, 16_000)).toBe(true)
    expect(watch.touches(8_000, 9_900)).toBe(false)
    expect(watch.touches(15_001, 20_000)).toBe(false)
  })

  it('knows of a standstill before the next beat tells it', () => {
    const watch = beating(10_000)
    expect(watch.touches(9_000, 15_000)).toBe(true)
  })

  it('forgets the oldest, not the newest', () => {
    const watch = new StallWatch(0, 250)
    for (let n = 1; n <= 100; n++) watch.beat(n * 5_000)
    expect(watch.touches(499_000, 499_500)).toBe(true)
    expect(watch.touches(1_000, 2_000)).toBe(false)
  })
})
