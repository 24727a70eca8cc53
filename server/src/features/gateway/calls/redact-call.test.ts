import { expect, it } from 'vitest'
import { keptJson } from './redact-call.ts'

it.each([
  ['the six letters of an escape', { code: '"\\u0000"' }],
  ['a NUL', { code: 'a\0b' }],
  ['half a character', { code: '\ud83d' }],
])('keeps %s as JSON that can be read again', (_what, args) => {
  const kept = keptJson(args, 1000)
  expect(JSON.parse(kept)).toEqual(args)
  expect(kept).not.toMatch(/\0/)
  expect(kept.isWellFormed()).toBe(true)
})

it('says of what is too long how long it was, and keeps its beginning', () => {
  const kept = JSON.parse(keptJson({ text: 'x'.repeat(5000) }, 200))
  expect(kept).toMatchObject({ length: 5011, cut: expect.stringMatching(/^\{"text":"xxx/) })
})
