import { errorMessage } from '#kernel/errors.ts'
import type { Handler, Queue, QueueParts } from './contract.ts'
import { Running } from './running.ts'

/** In this process: work begins at once while a hand is free, in the order it came. */
export function createLocalQueue<Work>({ name, warn }: QueueParts): Queue<Work> {
  const waiting = new Map<string, Work>()
  const active = new Set<string>()
  const running = new Running()
  let handler: Handler<Work> | undefined
  let concurrency = 0
  let closing: Promise<void> | undefined

  return {
    isShared: false,
    async push(pieces) {
      if (closing) throw new Error(`queue ${name} is closed`)
      for (const { id, work } of pieces) if (!active.has(id)) waiting.set(id, work)
      begin()
    },
    async consume(consumer, hands) {
      if (handler) throw new Error(`queue ${name} has a consumer already`)
      handler = consumer
      concurrency = hands
      begin()
    },
    depth: async () => waiting.size,
    close(deadline) {
      waiting.clear()
      closing ??= running.drain(deadline)
      return closing
    },
  }

  function begin(): void {
    if (!handler) return
    for (const [id, work] of waiting) {
      if (active.size >= concurrency) return
      waiting.delete(id)
      active.add(id)
      void running.track(run(handler, id, work))
    }
  }

  async function run(consumer: Handler<Work>, id: string, work: Work): Promise<void> {
    try {
      await consumer(work, running.signal)
    } catch (error) {
      warn(`work ${id} of queue ${name} failed: ${errorMessage(error)}`)
    } finally {
      active.delete(id)
      if (!closing) begin()
    }
  }
}
