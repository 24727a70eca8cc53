import { expect, it } from 'vitest'
import { readScalar, scalarText } from './scalar-field.tsx'

it('reads what looks like a number, yes, no or nothing as that, and quotes as a text', () => {
  expect(['1', '-0.5', 'true', 'null', '"1"', 'up', '1a', '', '"'].map(readScalar)).toEqual([
    1,
    -0.5,
    true,
    null,
    '1',
    'up',
    '1a',
    '',
    '"',
  ])
})

it('writes every value so that it is read back as itself', () => {
  for (const value of [1, -2.5, true, false, null, 'up', '1', 'true', 'null', '"quoted"', 'two words'])
    expect(readScalar(scalarText(value))).toBe(value)
  expect(scalarText(undefined)).toBe('')
})
