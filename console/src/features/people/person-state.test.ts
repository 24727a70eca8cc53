import { expect, test } from 'vitest'
import { personState, personStates, stateFilter } from './person-state.ts'

const flags = [true, false]
const everybody = flags.flatMap((is_enabled) =>
  flags.flatMap((is_approved) => flags.map((is_locked) => ({ is_enabled, is_approved, is_locked }))),
)

test('every filter finds exactly the people whose column says so', () => {
  for (const state of personStates) {
    const found = everybody.filter((person) =>
      Object.entries(stateFilter[state]).every(([flag, value]) => person[flag as keyof typeof person] === value),
    )
    expect(found).toEqual(everybody.filter((person) => personState(person) === state))
  }
})

test('being switched off is said before anything else', () => {
  expect(personState({ is_enabled: false, is_approved: false, is_locked: true })).toBe('disabled')
})
