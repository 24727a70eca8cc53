import { readFileSync } from 'node:fs'

/**
 * How long the main thread of a process has waited for a core so far, in ms. What a shared machine takes away that way
 * is no property of ours; everything else, waiting for the disk included, is.
 */
export function waitedForCoreMs(pid: number): number {
  const [, waitedNs] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')
  return Number(waitedNs) / 1e6
}

export interface Latency {
  readonly what: string
  readonly count: number
  /** Without the time that server and client stood in line for a core. */
  readonly p50: number
  readonly p95: number
  readonly max: number
  readonly wallP95: number
}

/** Times requests that are made one after another, by what was asked. */
export class Latencies {
  readonly #pids: readonly number[]
  readonly #spent = new Map<string, { own: number; wall: number }[]>()

  constructor(serverPid: number) {
    this.#pids = [serverPid, process.pid]
  }

  async time(what: string, work: () => Promise<unknown>): Promise<void> {
    const waitedBefore = this.#waited()
    const from = performance.now()
    await work()
    const wall = performance.now() - from
    const own = Math.max(0, wall - (this.#waited() - waitedBefore))
    const spent = this.#spent.get(what) ?? []
    this.#spent.set(what, spent)
    spent.push({ own, wall })
  }

  /** Slowest first. */
  summary(): Latency[] {
    return [...this.#spent].map(([what, spent]) => latencyOf(what, spent)).sort((a, b) => b.p95 - a.p95)
  }

  #waited(): number {
    return this.#pids.reduce((sum, pid) => sum + waitedForCoreMs(pid), 0)
  }
}

function latencyOf(what: string, spent: readonly { own: number; wall: number }[]): Latency {
  const own = spent.map((one) => one.own).sort((a, b) => a - b)
  const wall = spent.map((one) => one.wall).sort((a, b) => a - b)
  return { what, count: own.length, p50: at(own, 0.5), p95: at(own, 0.95), max: at(own, 1), wallP95: at(wall, 0.95) }
}

/** Nearest rank. */
const at = (sorted: readonly number[], q: number): number => sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0
