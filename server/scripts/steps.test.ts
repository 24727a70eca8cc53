import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

const steps = new URL('steps.mjs', import.meta.url).href

/** Runs steps that are each a line of script in a process of their own, and gives what was printed and the exit code. */
function run(...scripts: string[]): { lines: string[]; code: number | null } {
  const list = scripts.map((script, index) => [`step ${index + 1}`, process.execPath, ['-e', script]])
  const program = `import(${JSON.stringify(steps)}).then(({ runSteps }) => runSteps(${JSON.stringify(list)}))`
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
