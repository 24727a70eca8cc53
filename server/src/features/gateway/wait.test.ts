import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Wait } from './wait.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const never = new AbortController().signal

describe('a deadline', () => {
  it('ends the wait when it has passed', async () => {
    const wait = new Wait(never, 1000)
    vi.advanceTimersByTime(999)
    expect(wait.signal.aborted).toBe(false)
    vi.advanceTimersByTime(1)
    expect([wait.signal.aborted, wait.isOver, wait.isCancelled]).toEqual([true, true, false])
  })

  it('waits while the caller is asked something, of several questions until the last is answered', async () => {
    const wait = new Wait(never, 1000)
    vi.advanceTimersByTime(600)
    const answers: (() => void)[] = []
    const asked = [1, 2].map(() => wait.paused(() => new Promise<void>((resolve) => answers.push(resolve))))
    vi.advanceTimersByTime(60_000)
    answers[0]?.()
    await asked[0]
    vi.advanceTimersByTime(60_000)
    expect(wait.isOver).toBe(false)
    answers[1]?.()
    await asked[1]
    vi.advanceTimersByTime(399)
    expect(wait.isOver).toBe(false)
    vi.advanceTimersByTime(2)
    expect(wait.isOver).toBe(true)
  })

  it('does not wait for a caller without end, and is gone with the call', async () => {
    const wait = new Wait(never, 1000)
    void wait.paused(() => new Promise(() => undefined))
    vi.advanceTimersByTime(10 * 60_000)
    expect(wait.isOver).toBe(true)
    const ended = new Wait(never, 1000)
    const answer = Promise.withResolvers<void>()
    const asked = ended.paused(() => answer.promise)
    ended.end()
    answer.resolve()
    await asked
    expect(vi.getTimerCount()).toBe(0)
  })
})
