import { expect, it } from 'vitest'
import { attemptsIn } from './attempts.ts'

const attempt = {
  ended_at: '2026-03-09T00:00:01.000Z',
  state: 'down',
  error_code: 'http',
  duration_ms: 12,
  message: { ko: '응답이 없습니다.', en: 'No answer.' },
}

it('finds the tries that evidence keeps', () => {
  expect(attemptsIn({ address: '127.0.0.1', attempts: [attempt, attempt] })).toHaveLength(2)
})

it('leaves alone what only has the same name', () => {
  expect(attemptsIn({ attempts: 3 })).toEqual([])
  expect(attemptsIn({ attempts: [{ ...attempt, state: 'asleep' }] })).toEqual([])
  expect(attemptsIn({ attempts: [attempt, null] })).toEqual([])
  expect(attemptsIn(null)).toEqual([])
})
