import { setTimeout as sleep } from 'node:timers/promises'
import { type Caller, callerOf } from './lib/caller.ts'
import { withFolder } from './lib/folder.ts'
import { governedToken } from './lib/governed-token.ts'
import { freePort } from './lib/ports.ts'
import { cpuMs, rssMb, runScript, startServer } from './lib/processes.ts'
import { benchEnvironment } from './lib/seed.ts'
import type { Bench } from './run.ts'

const eras = ['modern', 'legacy'] as const
const warmUpMs = 4000
const turnMs = 2000
/** Records are written in batches a moment after the answers: what a turn costs is known once they are. */
const settleMs = 400

/**
 * CPU of a governed call (token, permission, limits, record and audit line, on SQLite with a commit that reaches the
 * disk) over Streamable HTTP, against the official SDK's low-level server that answers the same calls and governs
 * nothing. Both run at once and are driven in turn by the same client, so that the machine's moods meet both alike.
 */
export const bench: Bench = (seconds = 60) =>
  withFolder(async (folder) => {
    const port = await freePort()
    const bare = await runScript('bare-mcp.ts', [port])
    const server = await startServer(benchEnvironment(folder))
    try {
      const token = await governedToken(server, 50)
      const figures: Record<string, number> = {}
      const lines: string[] = []
      for (const era of eras) {
        const [ours, theirs] = await Promise.all([
          callerOf(`${server.url}/mcp`, token, era),
          callerOf(`http://127.0.0.1:${port}/mcp`, token, era),
        ])
        const turns = Math.max(3, Math.round((seconds * 1000) / eras.length / (2 * (turnMs + settleMs))))
        const costs = await inTurn(turns, { caller: ours, pid: server.pid }, { caller: theirs, pid: bare.pid })
        ours.end()
        theirs.end()
        const [own, other] = costs as [Cost, Cost]
        const ratio = own.cpuMs / other.cpuMs
        Object.assign(figures, {
          [`${era}CpuMs`]: own.cpuMs,
          [`${era}BareCpuMs`]: other.cpuMs,
          [`${era}Ratio`]: ratio,
          [`${era}PerSecond`]: own.perSecond,
          [`${era}BarePerSecond`]: other.perSecond,
          [`${era}PerCpuSecond`]: 1000 / own.cpuMs,
          [`${era}P99Ms`]: own.p99Ms,
          [`${era}Calls`]: own.calls,
          [`${era}Errors`]: own.errors,
        })
        lines.push(
          `${era}: ${own.cpuMs.toFixed(3)} ms CPU a governed call, SDK server ${other.cpuMs.toFixed(3)}: ratio ${ratio.toFixed(2)} (limit 1.5); ${own.perSecond.toFixed(0)} calls/s (bare ${other.perSecond.toFixed(0)}), ${own.errors} errors`,
        )
      }
      return { line: lines.join(' | '), figures: { ...figures, limit: 1.5, rss: rssMb(server.pid) } }
    } finally {
      await server.stop()
      await bare.stop()
    }
  })

interface Contender {
  readonly caller: Caller
  readonly pid: number
}

interface Cost {
  readonly cpuMs: number
  readonly perSecond: number
  readonly calls: number
  readonly errors: number
  readonly p99Ms: number
}

async function inTurn(turns: number, ...contenders: readonly Contender[]): Promise<Cost[]> {
  for (const { caller } of contenders) await caller.call(warmUpMs)
  const sums = contenders.map(() => ({ cpu: 0, calls: 0, errors: 0, p99Ms: 0 }))
  for (let turn = 0; turn < turns; turn++) {
    for (const [at, { caller, pid }] of contenders.entries()) {
      await sleep(settleMs)
      const before = cpuMs(pid)
      const { calls, errors, p99Ms } = await caller.call(turnMs)
      await sleep(settleMs)
      const sum = sums[at] as { cpu: number; calls: number; errors: number; p99Ms: number }
      sum.cpu += cpuMs(pid) - before
      sum.calls += calls
      sum.errors += errors
      sum.p99Ms = Math.max(sum.p99Ms, p99Ms)
    }
  }
  return sums.map(({ cpu, calls, errors, p99Ms }) => ({
    cpuMs: cpu / calls,
    perSecond: calls / ((turns * turnMs) / 1000),
    calls,
    errors,
    p99Ms,
  }))
}
