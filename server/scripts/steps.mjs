// Runs named steps, stops when one fails, and adds up what their tests counted.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'

export const root = join(import.meta.dirname, '..', '..')
const bin = join(root, 'node_modules', '.bin')

export const checks = [
  ['lint', 'biome', ['check', '--error-on-warnings', '.']],
  ['types of contract, server, bench', 'tsc', ['--noEmit', '-p', 'tsconfig.json']],
  ['types of the console', 'tsc', ['--noEmit', '-p', 'console/tsconfig.json']],
  [
    'import rules',
    'depcruise',
    ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'contract/src', 'server/src', 'console/src'],
  ],
]

/** Rows of steps that run at the same time: one that waits beside one that computes. Each line then says whose it is. */
export const sideBySide = (...rows) => ({ rows })

/**
 * A step is `[name, command, args, environment?]`, the environment also as a function that is asked when the step begins;
 * what stands `sideBySide` counts as one. Vitest is counted by itself; any other step that tests something says what it
 * did in a line `counted: N passed, N failed, N skipped`, as often as it likes. The last line of all is the sum. When a
 * step fails none is begun any more, and the exit code is 1.
 */
export async function runSteps(steps) {
  const run = { counts: { passed: 0, failed: 0, skipped: 0 }, isGood: true, steps: 0 }
  const reports = mkdtempSync(join(tmpdir(), 'bongsu-steps-'))
  for (const step of steps) {
    if (step.rows) await Promise.all(step.rows.map((row) => runRow(run, row, reports, true)))
    else await runRow(run, [step], reports, false)
  }
  rmSync(reports, { recursive: true, force: true })
  const { counts } = run
  if (!run.isGood && counts.failed === 0) counts.failed = 1
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
  if (!run.isGood) process.exit(1)
}

async function runRow(run, row, reports, isBeside) {
  for (const step of row) {
    if (!run.isGood) return
    const from = performance.now()
    const { status, counted } = await runStep(
      step,
      join(reports, `${run.steps++}.json`),
      isBeside ? `${step[0]} | ` : '',
    )
    for (const key of Object.keys(run.counts)) run.counts[key] += counted[key]
    const isGood = status === 0 && counted.failed === 0
    console.log(`${isGood ? 'ok' : 'FAILED'}  ${step[0]}  ${((performance.now() - from) / 1000).toFixed(1)} s`)
    run.isGood &&= isGood
  }
}

const countedLine = /^counted: (\d+) passed, (\d+) failed, (\d+) skipped$/

async function runStep([, command, args, environment = {}], report, prefix) {
  const isVitest = command === 'vitest'
  const more = isVitest ? ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`] : []
  const child = spawn(command, [...args, ...more], {
    cwd: root,
    stdio: ['ignore', 'pipe', prefix ? 'pipe' : 'inherit'],
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      ...(process.stdout.isTTY && { FORCE_COLOR: '1' }),
      ...(typeof environment === 'function' ? environment() : environment),
      PATH: `${bin}${delimiter}${process.env.PATH}`,
    },
  })
  const counted = { passed: 0, failed: 0, skipped: 0 }
  createInterface({ input: child.stdout }).on('line', (line) => {
    console.log(prefix + line)
    const said = countedLine.exec(line)
    if (!said) return
    counted.passed += Number(said[1])
    counted.failed += Number(said[2])
    counted.skipped += Number(said[3])
  })
  if (child.stderr) createInterface({ input: child.stderr }).on('line', (line) => console.error(prefix + line))
  const status = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
  return { status, counted: isVitest ? countOf(report) : counted }
}

function countOf(report) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'))
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests }
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}
