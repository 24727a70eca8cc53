// Runs named steps one after the other, stops at the first that fails, and adds up what test runners counted.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

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

/** A step is `[name, command, args, environment?]`; vitest steps are counted. Exits 1 at the first failure. */
export function runSteps(steps) {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  const reports = mkdtempSync(join(tmpdir(), 'bongsu-steps-'))
  for (const [index, [name, command, args, environment = {}]] of steps.entries()) {
    const from = performance.now()
    const report = join(reports, `${index}.json`)
    const isTest = command === 'vitest'
    const more = isTest ? ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`] : []
    const { status } = spawnSync(command, [...args, ...more], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
      env: { ...process.env, ...environment, PATH: `${bin}${delimiter}${process.env.PATH}` },
    })
    if (isTest) addCounts(counts, report)
    console.log(`${status === 0 ? 'ok' : 'FAILED'}  ${name}  ${((performance.now() - from) / 1000).toFixed(1)} s`)
    if (status !== 0) {
      if (counts.failed === 0) counts.failed = 1
      finish(counts, reports)
      process.exit(1)
    }
  }
  finish(counts, reports)
}

function addCounts(counts, report) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'))
    counts.passed += numPassedTests
    counts.failed += numFailedTests
    counts.skipped += numPendingTests
  } catch {
    counts.failed += 1
  }
}

function finish(counts, reports) {
  rmSync(reports, { recursive: true, force: true })
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
}
