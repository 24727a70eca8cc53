import { expect, test } from 'vitest'
import { periodMoments } from './period.ts'

const now = Date.parse('2026-03-09T05:07:33Z')

test('a usual period reaches back from a round moment and stays open at its end', () => {
  expect(periodMoments({ period: '24h' }, now, 'Asia/Seoul')).toEqual({ from: '2026-03-08T05:05:00.000Z' })
})

test('days begin and end at midnight where the person lives, the last day included', () => {
  expect(periodMoments({ from: '2026-03-01', to: '2026-03-02' }, now, 'Asia/Seoul')).toEqual({
    from: '2026-02-28T15:00:00.000Z',
    to: '2026-03-02T15:00:00.000Z',
  })
})

test('a day of a clock change lasts from midnight to midnight', () => {
  expect(periodMoments({ from: '2026-03-08', to: '2026-03-08' }, now, 'America/New_York')).toEqual({
    from: '2026-03-08T05:00:00.000Z',
    to: '2026-03-09T04:00:00.000Z',
  })
})

test('what somebody typed into the address bar is left out when it is no day', () => {
  expect(periodMoments({ from: 'yesterday', to: '2026-13-40' }, now, 'UTC')).toEqual({})
})
