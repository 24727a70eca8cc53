import { expect, test } from 'vitest'
import { readDetails, shortValue } from './recorded-changes.ts'

test('fields with a before and an after are changes, everything else stays as it was told', () => {
  const details = {
    changes: { role: { from: 'user', to: 'manager' }, phone: { from: null, to: '02-1' } },
    sessions_ended: 2,
  }
  expect(readDetails(details)).toEqual({
    changes: [
      { field: 'role', from: 'user', to: 'manager' },
      { field: 'phone', from: null, to: '02-1' },
    ],
    rest: { sessions_ended: 2 },
  })
})

test('a secret is told by what became of it', () => {
  expect(readDetails({ changes: { password: 'replaced' } })).toEqual({
    changes: [{ field: 'password', from: undefined, to: 'replaced' }],
    rest: null,
  })
})

test('details of any other shape are left alone', () => {
  expect(readDetails('why')).toEqual({ changes: [], rest: 'why' })
  expect(readDetails({ changes: 3 })).toEqual({ changes: [], rest: { changes: 3 } })
  expect(readDetails({})).toEqual({ changes: [], rest: null })
  expect(readDetails(undefined)).toEqual({ changes: [], rest: null })
})

test('nothing reads as a dash, structure as JSON', () => {
  expect([null, '', false, ['a'], 'text'].map(shortValue)).toEqual(['–', '–', 'false', '["a"]', 'text'])
})
