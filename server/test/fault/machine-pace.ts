import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/**
 * How fast this machine let a piece of work through, from a thread that does one every quarter of a second: what is
 * promised in milliseconds is promised for a machine of one's own, and this says how far from that it was.
 */
export class MachinePace {
  readonly #worker = new Worker(work, { eval: true })

  /** How many times as long as alone, at a percentile; 1 is a machine of one's own. */
  async slowdown(part: number): Promise<number> {
    this.#worker.postMessage('tell')
    const [slowdowns] = (await once(this.#worker, 'message')) as [number[]]
    const sorted = slowdowns.sort((a, b) => a - b)
    return Math.max(1, sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 1)
  }

  end(): void {
    void this.#worker.terminate()
  }
}

const work = `
  const { parentPort } = require('node:worker_threads')
  const usedMs = () => { const { user, system } = process.threadCpuUsage(); return (user + system) / 1000 }
  const slowdowns = []
  const turn = () => {
    const from = performance.now()
    const used = usedMs()
    while (usedMs() - used < 10);
    slowdowns.push((performance.now() - from) / (usedMs() - used))
  }
  setInterval(turn, 250)
  parentPort.on('message', () => { turn(); parentPort.postMessage(slowdowns) })
`
