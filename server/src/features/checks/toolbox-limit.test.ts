import { describe, expect, it } from 'vitest'
import { isFailure } from '#kernel/errors.ts'
import type { Actor } from '#kernel/operation.ts'
import { ToolboxLimit } from './toolbox-limit.ts'

const person = (personId: number): Actor => ({ kind: 'person', personId, role: 'user', sessionId: 1, name: 'x' })
const never = new AbortController().signal
const settle = () => new Promise((resolve) => setImmediate(resolve))

/** Enters and says, once things have settled, what became of it. */
function enter(limit: ToolboxLimit, personId: number, signal = never) {
  const seen: { state: 'waiting' | 'in' | 'refused'; error?: unknown; leave(): void } = {
    state: 'waiting',
    leave: () => undefined,
  }
  limit.enter(person(personId), signal).then(
    (leave) => Object.assign(seen, { state: 'in', leave }),
    (error: unknown) => Object.assign(seen, { state: 'refused', error }),
  )
  return seen
}
const states = (all: readonly { state: string }[]) => all.map(({ state }) => state)

describe('looks by hand', () => {
  it('wait for a place instead of being refused, and get it in the order they came', async () => {
    const limit = new ToolboxLimit({ perActor: 2, altogether: 10, mostWaiting: 5, waitMs: 60_000 })
    const all = [1, 2, 3, 4].map(() => enter(limit, 1))
    await settle()
    expect(states(all)).toEqual(['in', 'in', 'waiting', 'waiting'])
    all[0]?.leave()
    all[0]?.leave()
    await settle()
    expect(states(all)).toEqual(['in', 'in', 'in', 'waiting'])
    all[1]?.leave()
    await settle()
    expect(states(all)).toEqual(['in', 'in', 'in', 'in'])
  })

  it('as many as an API client may ask for in a minute are all made, ten at a time', async () => {
    const limit = new ToolboxLimit()
    const all = Array.from({ length: 120 }, () => enter(limit, 1))
    await settle()
    expect(all.filter(({ state }) => state === 'in').length).toBe(10)
    for (const one of all) {
      one.leave()
      await settle()
    }
    expect(all.every(({ state }) => state === 'in')).toBe(true)
  })

  it('give the next place to whoever has the fewest running', async () => {
    const limit = new ToolboxLimit({ perActor: 4, altogether: 4, mostWaiting: 50, waitMs: 60_000 })
    const many = Array.from({ length: 40 }, () => enter(limit, 1))
    const one = enter(limit, 2)
    await settle()
    expect(one.state).toBe('waiting')
    many[0]?.leave()
    await settle()
    expect(one.state).toBe('in')
  })

  it('are refused only when the line is too long, or takes too long', async () => {
    const limit = new ToolboxLimit({ perActor: 1, altogether: 10, mostWaiting: 1, waitMs: 30 })
    const all = [1, 2, 3].map(() => enter(limit, 1))
    await settle()
    expect(states(all)).toEqual(['in', 'waiting', 'refused'])
    await expect.poll(() => all[1]?.state).toBe('refused')
    for (const { error } of all.slice(1)) expect(isFailure(error, 'rate_limited')).toBe(true)
    all[0]?.leave()
    const after = enter(limit, 1)
    await settle()
    expect(after.state).toBe('in')
  })

  it('leave the line with whoever asked', async () => {
    const limit = new ToolboxLimit({ perActor: 1, altogether: 1, mostWaiting: 5, waitMs: 60_000 })
    const first = enter(limit, 1)
    const leaving = new AbortController()
    const gone = enter(limit, 1, leaving.signal)
    const next = enter(limit, 1)
    await settle()
    leaving.abort(new Error('the client has gone'))
    await settle()
    expect(states([first, gone, next])).toEqual(['in', 'refused', 'waiting'])
    first.leave()
    await settle()
    expect(next.state).toBe('in')
  })
})
