import { describe, expect, it } from 'vitest'
import { FakeClock } from '#test/fake-clock.ts'
import { ShortMemory } from './short-memory.ts'

describe('a short memory', () => {
  const counting = () => {
    const clock = new FakeClock()
    let asked = 0
    return { clock, memory: new ShortMemory(clock, 30_000, async () => ++asked) }
  }

  it('asks once for as long as it remembers, also when many ask at once', async () => {
    const { clock, memory } = counting()
    expect(await Promise.all([memory.get(), memory.get(), memory.get()])).toEqual([1, 1, 1])
    await clock.advance(29_999)
    expect(await memory.get()).toBe(1)
    await clock.advance(1)
    expect(await memory.get()).toBe(2)
  })

  it('asks again when it was told to forget', async () => {
    const { memory } = counting()
    await memory.get()
    memory.forget()
    expect(await memory.get()).toBe(2)
  })

  it('does not remember a failure', async () => {
    let fails = true
    const memory = new ShortMemory(new FakeClock(), 30_000, async () => {
      if (fails) throw new Error('no')
      return 'yes'
    })
    await expect(memory.get()).rejects.toThrow('no')
    fails = false
    expect(await memory.get()).toBe('yes')
  })
})
