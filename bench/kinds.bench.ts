import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Outcome } from '../server/src/features/checks/index.ts'
import { openBrowsers } from '../server/test/browsers.ts'
import { openChecks } from '../server/test/checks.ts'
import type { Bench } from './run.ts'

/** As many at a time as the product looks at one host. */
const atATime = 10
const warmUpMs = 1_000
const tickMs = 10

/**
 * What one look of each check kind costs this process in CPU, against targets on loopback in processes of their own. The
 * cost of `ping` is mostly that of the program it starts, that of `browser` and `synthetic` mostly Chromium's; both count
 * too. `seconds` is for each kind.
 */
export const bench: Bench = async (seconds = 5) => {
  const targets = fork(fileURLToPath(new URL('lib/kind-targets.ts', import.meta.url)))
  const [{ options }] = (await once(targets, 'message')) as [{ options: Record<string, Record<string, unknown>> }]
  const { browsers } = openBrowsers()
  const { checks, faults } = openChecks({ browsers })
  const used = () => cpuMs() + groupCpuMs(browsers.pid())
  const figures: Record<string, number | string> = {}
  for (const name of checks.names) {
    const asked = options[name]
    const kind = checks.kindOf(name)
    if (!asked || !kind) {
      figures[name] = 'no target'
      continue
    }
    const parsed = kind.options.parse(asked) as Record<string, unknown>
    const how = { timeoutMs: 60_000, ...(kind.isSignalled ? { inbox: inbox() } : {}) }
    const look = () => checks.lookOnce(name, parsed, how)
    const inParallel = kind.ownConcurrency ?? atATime
    const warm = await lookFor(look, warmUpMs, inParallel)
    const before = used()
    const { looks, failed, last } = await lookFor(look, seconds * 1000, inParallel)
    // What a busy machine makes fail is no measure of a look, and neither is a target that is not there.
    if (failed > looks / 20) throw new Error(`${name}: ${failed} of ${looks} looks failed: ${last ?? warm.last}`)
    figures[name] = Math.round(((used() - before) / looks) * 1000) / 1000
    console.log(`  ${name.padEnd(12)} ${String(figures[name]).padStart(8)} ms CPU a look, ${looks} looks`)
  }
  await browsers.stop()
  const gone = once(targets, 'exit')
  targets.disconnect()
  await gone
  if (faults.length > 0) throw new Error(`${faults.length} looks failed on our own side`)
  const measured = Object.entries(figures).filter((entry): entry is [string, number] => typeof entry[1] === 'number')
  const dearest = measured.reduce((most, next) => (next[1] > most[1] ? next : most))
  const without = Object.keys(figures).filter((name) => figures[name] === 'no target')
  const said = measured.map(([name, ms]) => `${name} ${ms.toFixed(2)}`).join(', ')
  return {
    line: `ms of CPU a look: ${said}; dearest: ${dearest[0]}; not measured: ${without.join(', ') || 'none'}`,
    figures,
  }
}

interface Looked {
  readonly looks: number
  readonly failed: number
  /** What the last failure said. */
  readonly last?: string
}

/** Looks again and again for so long. */
async function lookFor(look: () => Promise<Outcome>, ms: number, inParallel: number): Promise<Looked> {
  const until = performance.now() + ms
  const seen = { looks: 0, failed: 0 }
  let last: string | undefined
  const walk = async () => {
    while (performance.now() < until) {
      const { state, message } = await look()
      seen.looks += 1
      if (state === 'up') continue
      seen.failed += 1
      last = message.en
    }
  }
  await Promise.all(Array.from({ length: inParallel }, walk))
  return { ...seen, ...(last === undefined ? {} : { last }) }
}

/** Of this process and of the children that have ended. Linux only. */
function cpuMs(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const children = (Number(fields[13]) + Number(fields[14])) * tickMs
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000 + children
}

/** Of all processes of a group, with those of it that have ended. Linux only. */
function groupCpuMs(group: number | null): number {
  if (group === null) return 0
  let ticks = 0
  for (const name of readdirSync('/proc')) {
    const fields = /^\d+$/.test(name) ? statOf(name) : undefined
    if (Number(fields?.[2]) !== group) continue
    ticks += [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields?.[at]), 0)
  }
  return ticks * tickMs
}

function statOf(pid: string): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

/** A job that ended well just now. */
const inbox = () => {
  const openedAt = Date.now() - 3_600_000
  const succeeded = { at: Date.now() - 60_000, exitCode: 0, body: null, runMs: 1_000 }
  return { openedAt, started: null, succeeded, failed: null, deaf: null }
}
