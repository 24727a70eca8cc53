import { describe, expect, it } from 'vitest'
import { FakeClock } from '#test/fake-clock.ts'
import { CircuitBreaker } from './breaker.ts'

describe('the breaker of a server that fails', () => {
  const clock = new FakeClock()
  const opened = () => {
    const breaker = new CircuitBreaker(clock)
    for (let time = 0; time < 5; time++) {
      expect(breaker.admits()).toBe(true)
      breaker.failed()
    }
    return breaker
  }

  it('opens after five failures in a row, and not after five in all', () => {
    const breaker = new CircuitBreaker(clock)
    for (let time = 0; time < 20; time++) time % 5 === 4 ? breaker.succeeded() : breaker.failed()
    expect(breaker.state).toBe('closed')
    expect(opened().state).toBe('open')
    expect(opened().admits()).toBe(false)
  })

  it('lets one through when the pause is over, who decides for all', () => {
    const breaker = opened()
    expect(breaker.retryAt).toBe(clock.now() + 15_000)
    clock.jump(15_000)
    expect(breaker.state).toBe('half_open')
    expect([breaker.admits(), breaker.admits(), breaker.admits()]).toEqual([true, false, false])
    breaker.succeeded()
    expect(breaker.state).toBe('closed')
    expect([breaker.admits(), breaker.admits()]).toEqual([true, true])
  })

  it('waits twice as long each time, five minutes at most', () => {
    const breaker = opened()
    const pauses: number[] = []
    for (let time = 0; time < 7; time++) {
      pauses.push((breaker.retryAt ?? 0) - clock.now())
      clock.jump(pauses.at(-1) as number)
      expect(breaker.admits()).toBe(true)
      breaker.failed()
    }
    expect(pauses).toEqual([15_000, 30_000, 60_000, 120_000, 240_000, 300_000, 300_000])
  })

  it('is not moved by those who were under way when it opened, nor by one that was taken back', () => {
    const breaker = opened()
    const { retryAt } = breaker
    breaker.failed()
    expect(breaker.retryAt).toBe(retryAt)
    clock.jump(15_000)
    expect(breaker.admits()).toBe(true)
    breaker.gaveUp()
    expect(breaker.admits()).toBe(true)
  })
})
