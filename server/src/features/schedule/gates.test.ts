import { beforeEach, describe, expect, it } from 'vitest'
import { type Entry, Gates, type Permit } from './gates.ts'

let now = 0
let gates: Gates
const inside: Permit[] = []

const entry = (host: string, fields: Partial<Entry> = {}): Entry => ({
  host,
  own: null,
  isSlow: false,
  until: now + 60_000,
  ...fields,
})
/** Enters, and says whether it was let in by now. */
function enter(host: string, fields: Partial<Entry> = {}) {
  const state: { permit: Permit | null | 'waiting' } = { permit: 'waiting' }
  const entering = gates.enter(entry(host, fields))
  if (entering instanceof Promise) {
    void entering.then((permit) => {
      state.permit = permit
      if (permit) inside.push(permit)
    })
  } else {
    state.permit = entering
    if (entering) inside.push(entering)
  }
  return state
}
const settle = () => new Promise((resolve) => setImmediate(resolve))
const pass = (ms: number) => {
  now += ms
  gates.sweep()
  return settle()
}

beforeEach(() => {
  now = 0
  inside.length = 0
  gates = new Gates(
    () => ({ most: 4, perHost: 2 }),
    () => now,
  )
})

describe('the gates', () => {
  it('let in so many altogether, and the next when one leaves', async () => {
    const visitors = ['a', 'b', 'c', 'd', 'e', 'f'].map((host) => enter(host))
    expect(visitors.map(({ permit }) => permit === 'waiting')).toEqual([false, false, false, false, true, true])
    inside[0]?.leave()
    await settle()
    expect(visitors.map(({ permit }) => permit === 'waiting')).toEqual([false, false, false, false, false, true])
    expect([gates.inside, gates.waiting]).toEqual([4, 1])
  })

  it('let in so many per host without holding back other hosts', async () => {
    const first = [enter('a'), enter('a'), enter('a'), enter('b')]
    expect(first.map(({ permit }) => permit === 'waiting')).toEqual([false, false, true, false])
    inside[0]?.leave()
    await settle()
    expect(first[2]?.permit).not.toBe('waiting')
  })

  it('count a kind with its own cap apart from all others', async () => {
    const own = { name: 'browser', most: 1 }
    const [first, second] = [enter('a', { own }), enter('b', { own })]
    expect([first.permit === 'waiting', second.permit === 'waiting']).toEqual([false, true])
    for (const host of ['c', 'd', 'e', 'f']) expect(enter(host).permit).not.toBe('waiting')
    inside[0]?.leave()
    await settle()
    expect(second.permit).not.toBe('waiting')
  })

  it('park who hangs, so that the others go on', async () => {
    const hanging = ['a', 'b', 'c', 'd'].map((host) => enter(host))
    const next = enter('e')
    await pass(2_900)
    expect(next.permit).toBe('waiting')
    await pass(200)
    expect(next.permit).not.toBe('waiting')
    expect(hanging.every(({ permit }) => permit !== 'waiting' && permit?.isSlow)).toBe(true)
    expect(next.permit !== 'waiting' && next.permit?.isSlow).toBe(false)
  })

  it('let a monitor that hung last time begin among the parked', () => {
    for (let n = 0; n < 50; n++) enter(`slow-${n}`, { isSlow: true })
    expect(enter('swift').permit).not.toBe('waiting')
  })

  it('let what hangs leave its place at its host too', async () => {
    for (let n = 0; n < 2; n++) enter('a')
    const fine = enter('a')
    await pass(2_900)
    expect(fine.permit).toBe('waiting')
    await pass(200)
    expect(fine.permit).not.toBe('waiting')
  })

  it('let in only so many at one host of those that hung last time, and leave the others their places', async () => {
    const slow = Array.from({ length: 9 }, () => enter('a', { isSlow: true }))
    expect(slow.filter(({ permit }) => permit !== 'waiting').length).toBe(8)
    const fine = [enter('a'), enter('a')]
    expect(fine.every(({ permit }) => permit !== 'waiting')).toBe(true)
    expect(enter('b', { isSlow: true }).permit).not.toBe('waiting')
    inside[0]?.leave()
    await settle()
    expect(slow[8]?.permit).not.toBe('waiting')
  })

  it('do not hold against a monitor that it hung once', async () => {
    const { permit } = enter('a', { isSlow: true })
    now += 50
    expect(permit !== 'waiting' && permit?.isSlow).toBe(false)
    now += 3_000
    expect(permit !== 'waiting' && permit?.isSlow).toBe(true)
  })

  it('turn away whose time has run out', async () => {
    enter('a')
    enter('a')
    const late = enter('a', { until: 1_000 })
    await pass(999)
    expect(late.permit).toBe('waiting')
    await pass(1)
    expect(late.permit).toBeNull()
    expect(gates.waiting).toBe(0)
  })

  it('do not count a visitor out twice', async () => {
    const only = enter('a')
    const permit = only.permit as Permit
    permit.leave()
    permit.leave()
    for (const host of ['b', 'c', 'd', 'e', 'f']) enter(host)
    expect(gates.inside).toBe(4)
  })
})
