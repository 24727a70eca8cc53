import { expect, it } from 'vitest'
import { jsonProblem } from './json-problem.ts'

it('finds nothing wrong with JSON, nor with nothing', () => {
  for (const text of ['', '  ', '{}', '[1, "a", null]', '"words"', '{"a": {"b": [true]}}']) {
    expect(jsonProblem(text)).toBeNull()
  }
})

it('says by line and column where a text stops being JSON', () => {
  expect(jsonProblem('{\n  "a": 1,\n  "b": ?\n}')).toMatchObject({ kind: 'syntax', line: 3, column: 8 })
  expect(jsonProblem("{'a': 1}")).toMatchObject({ line: 1, column: 2 })
})

it('says that it ends too early', () => {
  expect(jsonProblem('{\n  "a": [1, 2')).toMatchObject({ kind: 'end', line: 2 })
})

it('never points outside of the text', () => {
  for (const text of ['{', '}', '[1,]', '{"a":1}}', '{"a":1,}', 'tru', '"\n"', '01', '{"a" 1}']) {
    const problem = jsonProblem(text)
    expect(problem, text).not.toBeNull()
    expect(problem?.from).toBeGreaterThanOrEqual(0)
    expect(problem?.to).toBeLessThanOrEqual(text.length)
    expect(problem?.from).toBeLessThanOrEqual(problem?.to ?? -1)
  }
})
