import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Queue } from '#platform/queue/contract.ts'

/** What every queue promises; each member's test runs it. */
export function queueFamily(
  open: (name: string, warn: (message: string) => void) => Promise<Queue<{ n: number }>>,
): void {
  let queue: Queue<{ n: number }>
  let warnings: string[]
  let count = 0

  beforeEach(async () => {
    warnings = []
    queue = await open(`test-${process.pid}-${Date.now()}-${count++}`, (message) => void warnings.push(message))
  })
  afterEach(() => queue.close(AbortSignal.timeout(2000)))

  const piece = (id: string, n: number) => ({ id, work: { n } })
  const until = (condition: () => boolean) => expect.poll(condition, { interval: 10 }).toBe(true)

  it('hands every piece of work to the consumer once, also what came before it', async () => {
    const seen: number[] = []
    await queue.push([piece('a', 1), piece('b', 2), piece('a', 1)])
    expect(await queue.depth()).toBe(2)
    await queue.consume(async ({ n }) => void seen.push(n), 5)
    await queue.push([piece('c', 3)])
    await until(() => seen.length === 3)
    expect(seen.sort()).toEqual([1, 2, 3])
    expect(await queue.depth()).toBe(0)
  })

  it('takes the same id once while it waits or runs, and again afterwards', async () => {
    let runs = 0
    let finish: () => void = () => undefined
    await queue.consume(
      () =>
        new Promise<void>((resolve) => {
          runs++
          finish = resolve
        }),
      5,
    )
    await queue.push([piece('same', 1)])
    await until(() => runs === 1)
    await queue.push([piece('same', 1)])
    await sleep(50)
    expect(runs).toBe(1)
    finish()
    await sleep(50)
    await queue.push([piece('same', 1)])
    await until(() => runs === 2)
    finish()
  })

  it('never runs more at once than it was told', async () => {
    let now = 0
    let most = 0
    let done = 0
    await queue.consume(async () => {
      most = Math.max(most, ++now)
      await sleep(15)
      now--
      done++
    }, 3)
    await queue.push(Array.from({ length: 12 }, (_, n) => piece(`w${n}`, n)))
    await until(() => done === 12)
    expect(most).toBe(3)
  })

  it('reports a failing piece of work and goes on', async () => {
    const seen: number[] = []
    await queue.consume(async ({ n }) => {
      if (n === 1) throw new Error('this one breaks')
      seen.push(n)
    }, 1)
    await queue.push([piece('bad', 1), piece('good', 2)])
    await until(() => seen.length === 1)
    await until(() => warnings.some((warning) => warning.includes('this one breaks')))
  })

  it('waits for running work when it closes, and aborts it at the deadline', async () => {
    const ended: string[] = []
    await queue.consume(async ({ n }, signal) => {
      if (n === 1) {
        await sleep(60)
        ended.push('finished')
        return
      }
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      ended.push('aborted')
    }, 5)
    await queue.push([piece('quick', 1), piece('endless', 2)])
    await sleep(30)
    await queue.close(AbortSignal.timeout(150))
    expect(ended).toEqual(['finished', 'aborted'])
  })

  it('does not wait for ever for a handler that obeys nobody', async () => {
    await queue.consume(() => new Promise(() => undefined), 1)
    await queue.push([piece('stubborn', 1)])
    await sleep(30)
    const began = Date.now()
    await queue.close(AbortSignal.timeout(100))
    expect(Date.now() - began).toBeLessThan(5000)
  })
}
