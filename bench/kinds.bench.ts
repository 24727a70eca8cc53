import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openChecks } from '../server/test/checks.ts'
import type { Bench } from './run.ts'

/** As many at a time as the product looks at one host. */
const atATime = 10
const warmUpMs = 1_000
const tickMs = 10

/**
 * What one look of each check kind costs this process in CPU, against targets on loopback in processes of their own. The
 * cost of `ping` is mostly that of the program it starts, which counts too. `seconds` is for each kind.
 */
export const bench: Bench = async (seconds = 5) => {
  const targets = fork(fileURLToPath(new URL('lib/kind-targets.ts', import.meta.url)))
  const [{ options }] = (await once(targets, 'message')) as [{ options: Record<string, Record<string, unknown>> }]
  const { checks, faults } = openChecks()
  const figures: Record<string, number | string> = {}
  for (const name of checks.names) {
    const asked = options[name]
    const kind = checks.kindOf(name)
    if (!asked || !kind) {
      figures[name] = 'no target'
      continue
    }
    const parsed = kind.options.parse(asked) as Record<string, unknown>
    const look = () => checks.lookOnce(name, parsed, { timeoutMs: 10_000 })
    const first = await look()
    if (first.state !== 'up') throw new Error(`${name}: ${first.message.en}`)
    await lookFor(look, warmUpMs)
    const before = cpuMs()
    const looks = await lookFor(look, seconds * 1000)
    figures[name] = Math.round(((cpuMs() - before) / looks) * 1000) / 1000
    console.log(`  ${name.padEnd(12)} ${String(figures[name]).padStart(8)} ms CPU a look, ${looks} looks`)
  }
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

/** Looks again and again for so long; how many looks came to their end. */
async function lookFor(look: () => Promise<{ state: string }>, ms: number): Promise<number> {
  const until = performance.now() + ms
  let done = 0
  const walk = async () => {
    while (performance.now() < until) {
      const { state } = await look()
      if (state !== 'up') throw new Error(`a look was ${state}`)
      done += 1
    }
  }
  await Promise.all(Array.from({ length: atATime }, walk))
  return done
}

/** Of this process and of the children that have ended. Linux only. */
function cpuMs(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const children = (Number(fields[13]) + Number(fields[14])) * tickMs
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000 + children
}
