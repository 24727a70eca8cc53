import { expect, it } from 'vitest'
import { errorsBelow, joinPath, parsePath, valueAt, withValueAt } from './field-path.ts'

it('reads the paths the server names in refusals', () => {
  expect(parsePath('options.headers[0].name')).toEqual(['options', 'headers', 0, 'name'])
  expect(joinPath(joinPath(joinPath('options', 'headers'), 0), 'name')).toBe('options.headers[0].name')
})

it('changes one value and shares everything beside it', () => {
  const before = { options: { headers: [{ name: 'a' }, { name: 'b' }], url: 'x' }, other: {} }
  const after = withValueAt(before, 'options.headers[1].name', 'c')
  expect(after.options.headers).toEqual([{ name: 'a' }, { name: 'c' }])
  expect(after.other).toBe(before.other)
  expect(after.options.headers[0]).toBe(before.options.headers[0])
  expect(before.options.headers[1]?.name).toBe('b')
})

it('makes what is missing on the way, and removes a key for undefined', () => {
  expect(withValueAt({}, 'auth.token', 'x')).toEqual({ auth: { token: 'x' } })
  expect(withValueAt({ a: 1, b: 2 }, 'a', undefined)).toEqual({ b: 2 })
  expect(valueAt({ a: null }, 'a.b.c')).toBeUndefined()
})

it('finds the errors below a part of a form', () => {
  const errors = { 'options.url': 'u', 'options.headers[0].name': 'n', optionsX: 'no', name: 'no' }
  expect(errorsBelow(errors, 'options')).toEqual({ url: 'u', 'headers[0].name': 'n' })
})
