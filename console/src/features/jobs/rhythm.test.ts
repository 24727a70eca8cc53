import { expect, test } from 'vitest'
import { readRhythm } from './rhythm.ts'

const cron = (pattern: string) => readRhythm({ every_ms: null, cron: pattern })

test('a span, a daily, a weekly and an hourly time are told apart', () => {
  expect(readRhythm({ every_ms: 60_000, cron: null })).toEqual({ kind: 'every', ms: 60_000 })
  expect(cron('20 3 * * *')).toEqual({ kind: 'daily', time: '03:20' })
  expect(cron('5 * * * *')).toEqual({ kind: 'hourly', minute: '5' })
  expect(cron('0 9 * * 1')).toEqual({ kind: 'weekly', day: '1', time: '09:00' })
  expect(cron('0 9 * * 7')).toEqual({ kind: 'weekly', day: '0', time: '09:00' })
})

test('a pattern without short words is shown as it is', () => {
  for (const pattern of ['*/5 * * * *', '0 0 1 * *', '0 9 * * 1-5', '0 0 12 * * *', '']) {
    expect(cron(pattern)).toEqual({ kind: 'cron', pattern })
  }
})
