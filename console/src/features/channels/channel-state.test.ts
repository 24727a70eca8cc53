import { expect, test } from 'vitest'
import { channelState } from './channel-state.ts'

const health = {
  consecutive_failures: 0,
  last_delivered_at: null as string | null,
  last_failed_at: null,
  last_error: null,
  waiting: 0,
  dead: 0,
}
const stateOf = (changes: Partial<typeof health>, isEnabled = true, reason: string | null = null) =>
  channelState({ is_enabled: isEnabled, disabled_reason: reason, health: { ...health, ...changes } })

test('a channel that is off says so, whatever happened before', () => {
  expect(stateOf({ consecutive_failures: 3, dead: 2 }, false)).toEqual({ kind: 'off' })
})

test('a channel we switched off ourselves is not taken for one that somebody wanted off', () => {
  expect(stateOf({}, false, 'The receiver wants no more.')).toEqual({ kind: 'cut' })
})

test('failing now is worse than having failed, and both are worse than waiting', () => {
  expect(stateOf({ consecutive_failures: 2, dead: 5, waiting: 1 })).toEqual({ kind: 'failing', count: 2 })
  expect(stateOf({ dead: 5, waiting: 1 })).toEqual({ kind: 'dead', count: 5 })
  expect(stateOf({ waiting: 1, last_delivered_at: '2026-01-01T00:00:00Z' })).toEqual({ kind: 'waiting', count: 1 })
})

test('a channel that never sent anything is not called working', () => {
  expect(stateOf({})).toEqual({ kind: 'unused' })
  expect(stateOf({ last_delivered_at: '2026-01-01T00:00:00Z' })).toEqual({ kind: 'well' })
})
