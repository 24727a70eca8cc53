import { describe, expect, it } from 'vitest'
import {
  formatBytes,
  formatDuration,
  formatMs,
  formatNumber,
  formatPercent,
  formatRelative,
  formatTime,
} from './format.ts'

describe('response times', () => {
  it.each([
    [0.42, '0.4 ms'],
    [5, '5 ms'],
    [243.4, '243 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [1240, '1.2 s'],
    [12_340, '12.3 s'],
    [61_000, '1분 1초'],
    [null, '–'],
  ])('%s ms reads %s', (ms, text) => expect(formatMs(ms, 'ko')).toBe(text))
})

describe('durations', () => {
  it.each([
    [0, '0초', '0 s'],
    [192_000, '3분 12초', '3 m 12 s'],
    [3_600_000, '1시간', '1 h'],
    [90_061_000, '1일 1시간', '1 d 1 h'],
    [59_999, '1분', '1 m'],
  ])('%s ms reads %s', (ms, ko, en) => {
    expect(formatDuration(ms, 'ko')).toBe(ko)
    expect(formatDuration(ms, 'en')).toBe(en)
  })
})

describe('shares', () => {
  it('are rounded down, so that nothing but 1 is 100 %', () => {
    expect(formatPercent(0.99996)).toBe('99.99 %')
    expect(formatPercent(1)).toBe('100 %')
    expect(formatPercent(0.9995)).toBe('99.95 %')
    expect(formatPercent(0)).toBe('0 %')
  })
  it('without data are a dash, never 100 %', () => {
    expect(formatPercent(null)).toBe('–')
  })
})

describe('times', () => {
  const moment = '2026-03-08T20:05:33.000Z'
  it("are in the person's zone and sortable", () => {
    expect(formatTime(moment, 'ko', 'Asia/Seoul')).toBe('2026-03-09 05:05:33')
    expect(formatTime(moment, 'en', 'America/New_York')).toBe('2026-03-08 16:05:33')
  })
  it('write midnight as 00', () => {
    expect(formatTime('2026-03-08T15:00:00.000Z', 'en', 'Asia/Seoul')).toBe('2026-03-09 00:00:00')
  })
  it('that are none are a dash', () => {
    expect(formatTime(null, 'ko', 'UTC')).toBe('–')
    expect(formatTime('not a time', 'ko', 'UTC')).toBe('–')
  })
})

describe('relative times', () => {
  const now = Date.parse('2026-03-09T00:00:00Z')
  it.each([
    [now - 4000, '방금', 'just now'],
    [now - 42_000, '42초 전', '42 seconds ago'],
    [now - 3 * 60_000, '3분 전', '3 minutes ago'],
    [now + 5 * 86_400_000, '5일 후', 'in 5 days'],
  ])('%s', (at, ko, en) => {
    expect(formatRelative(at, now, 'ko')).toBe(ko)
    expect(formatRelative(at, now, 'en')).toBe(en)
  })
})

it('bytes and counts carry units and separators', () => {
  expect(formatBytes(512)).toBe('512 B')
  expect(formatBytes(1536)).toBe('1.5 KB')
  expect(formatBytes(268_435_456)).toBe('256 MB')
  expect(formatNumber(1_204_332, 'ko')).toBe('1,204,332')
})
