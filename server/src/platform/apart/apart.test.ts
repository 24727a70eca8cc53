import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { type Apart, type ApartOptions, createApart } from './index.ts'

const module = new URL('../../../test/targets/apart-tasks.ts', import.meta.url)
const open: Apart[] = []
function apart(options: Partial<ApartOptions> = {}): Apart {
  const made = createApart({ module, processes: 1, ...options })
  open.push(made)
  return made
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop()
})
const ample = { mostMs: 60_000, waitMs: 60_000 }
const pidOf = async (one: Apart) => ((await one.run({ task: 'pid' }, ample)) as { result: number }).result

describe('work in a process of its own', () => {
  it('gives what it makes, with nothing of our environment', async () => {
    const one = apart()
    expect(await one.run({ task: 'echo', value: { deep: ['안녕', 1, null] } }, ample)).toEqual({
      is: 'done',
      result: { deep: ['안녕', 1, null] },
    })
    const { result } = (await one.run({ task: 'environment' }, ample)) as { result: string[] }
    expect(result.filter((name) => !name.startsWith('NODE_'))).toEqual([])
  })

  it('may be refused, or fail, which are not the same', async () => {
    const one = apart()
    expect(await one.run({ task: 'refuse' }, ample)).toEqual({ is: 'refused', problem: 'it makes no sense' })
    await expect(one.run({ task: 'break' }, ample)).rejects.toThrow('we are broken')
    await expect(one.run({ task: 'leave' }, ample)).rejects.toThrow('ended (7)')
  })

  it('takes no more memory than it may, and nobody with it', async () => {
    const one = apart({ heapMb: 64 })
    expect(await one.run({ task: 'fill' }, ample)).toEqual({ is: 'too-much' })
    expect(await one.run({ task: 'echo', value: 1 }, ample)).toEqual({ is: 'done', result: 1 })
  })

  it('takes no more time than it may, by its own work and not by the clock', async () => {
    const one = apart()
    expect(await one.run({ task: 'loop' }, { mostMs: 100, waitMs: 60_000 })).toEqual({ is: 'too-much' })
    const starved = apart({ timeOf: () => 5 })
    await starved.run({ task: 'echo', value: 1 }, ample)
    expect(await starved.run({ task: 'loop' }, { mostMs: 1, waitMs: 60_000 })).toEqual({ is: 'busy' })
    let used = 0
    const slow = apart({ timeOf: () => (used += 1) })
    await slow.run({ task: 'echo', value: 1 }, ample)
    expect(await slow.run({ task: 'sleep', ms: 500 }, { mostMs: 100, waitMs: 60_000 })).toMatchObject({ is: 'done' })
  })

  it('is waited for no longer than whoever asks can wait', async () => {
    const one = apart()
    const first = one.run({ task: 'sleep', ms: 1_000 }, ample)
    expect(await one.run({ task: 'echo', value: 1 }, { mostMs: 1_000, waitMs: 20 })).toEqual({ is: 'busy' })
    expect(await one.run({ task: 'echo', value: 1 }, { mostMs: 1_000, waitMs: 0 })).toEqual({ is: 'busy' })
    expect(await first).toMatchObject({ is: 'done' })
  })

  describe('with a lane for what is slow', () => {
    const slow = { afterMs: 150, processes: 1 }
    const work = (ms: number, asker?: object) => ({ mostMs: ms, waitMs: 60_000, asker })
    it('is kept waiting by nobody, however many never end', async () => {
      const one = apart({ processes: 2, slow })
      await Promise.all([one.run({ task: 'echo' }, ample), one.run({ task: 'echo' }, ample)])
      let ended = 0
      const hostile = Array.from({ length: 4 }, () => one.run({ task: 'loop' }, work(20_000)).finally(() => ended++))
      for (let n = 0; n < 5; n++)
        expect(await one.run({ task: 'echo', value: n }, ample)).toEqual({ is: 'done', result: n })
      // None of those has had its time yet, so nobody waited for it.
      expect(ended).toBe(0)
      await one.stop()
      expect(await Promise.all(hostile)).toEqual(hostile.map(() => ({ is: 'busy' })))
    })

    it('finishes what is slow and honest, with the process it began in', async () => {
      const one = apart({ slow })
      const before = await pidOf(one)
      expect(await one.run({ task: 'work', ms: 400 }, ample)).toEqual({ is: 'done', result: before })
      expect(await pidOf(one)).not.toBe(before)
    })

    it('begins there with whoever was slow last time, the least dear first', async () => {
      const one = apart({ slow })
      const [endless, honest] = [{}, {}]
      expect(await one.run({ task: 'loop' }, work(300, endless))).toEqual({ is: 'too-much' })
      expect(await one.run({ task: 'work', ms: 200 }, work(5_000, honest))).toMatchObject({ is: 'done' })
      const order: string[] = []
      const asked = [
        one.run({ task: 'work', ms: 200 }, work(20_000, honest)).finally(() => order.push('first')),
        one.run({ task: 'work', ms: 200 }, work(20_000, endless)).finally(() => order.push('dear')),
        one.run({ task: 'work', ms: 200 }, work(20_000, honest)).finally(() => order.push('less dear')),
      ]
      await Promise.all(asked)
      expect(order).toEqual(['first', 'less dear', 'dear'])
    })
  })

  it('ends with us, also in the middle of something that never ends', async () => {
    const parent = spawn(
      process.execPath,
      [new URL('../../../test/targets/apart-parent.ts', import.meta.url).pathname],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    const [said] = await once(parent.stdout, 'data')
    const pid = Number(String(said))
    expect(existsSync(`/proc/${pid}`)).toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(() => existsSync(`/proc/${pid}`), { timeout: 20_000 }).toBe(false)
  })

  it('is over at once when it is stopped', async () => {
    const one = apart()
    const pid = await pidOf(one)
    const running = one.run({ task: 'loop' }, ample)
    const waiting = one.run({ task: 'echo', value: 1 }, ample)
    await one.stop()
    expect(await running).toEqual({ is: 'busy' })
    expect(await waiting).toEqual({ is: 'busy' })
    expect(existsSync(`/proc/${pid}`)).toBe(false)
  })
})
