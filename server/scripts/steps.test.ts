import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const module = new URL('steps.mjs', import.meta.url).href

type Step = string | readonly (readonly string[])[]

/** Runs steps that are each a line of script, in rows when they stand side by side; gives what was printed and the exit code. */
function run(...steps: Step[]): { lines: string[]; code: number | null } {
  let number = 0
  const written = (script: string) => JSON.stringify([`step ${++number}`, process.execPath, ['-e', script]])
  const list = steps.map((step) =>
    typeof step === 'string'
      ? written(step)
      : `sideBySide(${step.map((row) => `[${row.map(written).join(', ')}]`).join(', ')})`,
  )
  const program = `import(${JSON.stringify(module)}).then(({ runSteps, sideBySide }) => runSteps([${list.join(', ')}]))`
  const { stdout, status } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' })
  return { lines: stdout.trimEnd().split('\n'), code: status }
}

it('adds up what steps say they counted, in the last line', () => {
  const { lines, code } = run(
    'console.log("counted: 4 passed, 0 failed, 1 skipped"); console.log("counted: 2 passed, 0 failed, 0 skipped")',
    'console.log("nothing to count")',
    'console.log("counted: 10 passed, 0 failed, 0 skipped")',
  )
  expect(lines.at(-1)).toBe('16 passed, 0 failed, 1 skipped')
  expect(code).toBe(0)
})

it('stops at a step that fails, and counts a failure even if the step did not', () => {
  const { lines, code } = run('process.exitCode = 3', 'console.log("never here")')
  expect(lines).toContainEqual(expect.stringContaining('FAILED  step 1'))
  expect(lines).not.toContain('never here')
  expect(lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped')
  expect(code).toBe(1)
})

it('takes a step for failed that counted a failure and exits as if nothing were', () => {
  const { lines, code } = run('console.log("counted: 9 passed, 2 failed, 0 skipped")', 'console.log("never here")')
  expect(lines.at(-1)).toBe('9 passed, 2 failed, 0 skipped')
  expect(code).toBe(1)
})

it('runs rows of steps at the same time, says whose each line is, and adds all of them up', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bongsu-steps-'))
  // Each waits for the file of the other: one after the other, none of them would end.
  const meet = (own: string, other: string) =>
    `const { existsSync, writeFileSync } = require('node:fs'); process.chdir(${JSON.stringify(folder)}); writeFileSync('${own}', '')
     setInterval(() => existsSync('${other}') && (console.log('counted: 1 passed, 0 failed, 0 skipped'), process.exit()), 20)`
  const { lines, code } = run([[meet('a', 'b'), 'console.log("then")'], [meet('b', 'a')]])
  rmSync(folder, { recursive: true, force: true })
  expect(lines).toContain('step 1 | counted: 1 passed, 0 failed, 0 skipped')
  expect(lines).toContain('step 2 | then')
  expect(lines.at(-1)).toBe('2 passed, 0 failed, 0 skipped')
  expect(code).toBe(0)
})

it('lets a step end that is beside one that failed, and begins none after it', () => {
  const { lines, code } = run(
    [
      ['process.exitCode = 1', 'console.log("never")'],
      ['setTimeout(() => console.log("counted: 1 passed, 0 failed, 0 skipped"), 500)', 'console.log("never")'],
    ],
    'console.log("never")',
  )
  expect(lines.filter((line) => line.includes('never'))).toEqual([])
  expect(lines.at(-1)).toBe('1 passed, 1 failed, 0 skipped')
  expect(code).toBe(1)
})
