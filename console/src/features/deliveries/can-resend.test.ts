import { expect, test } from 'vitest'
import { canResend } from './can-resend.ts'

test('only what has come to its end is sent again', () => {
  const states = ['pending', 'claimed', 'held', 'delivered', 'dead', 'merged', 'dropped'] as const
  const again = states.filter((state) => canResend({ state, event: 'down', merged_into: null }))
  expect(again).toEqual(['delivered', 'dead', 'dropped'])
})

test('neither a test nor what another message told is sent again', () => {
  expect(canResend({ state: 'dead', event: 'test', merged_into: null })).toBe(false)
  expect(canResend({ state: 'dead', event: 'down', merged_into: 'x' })).toBe(false)
})
