import { describe, expect, it } from 'vitest'
import { hour } from './clock.ts'
import { lastLocalDays, localDay } from './local-day.ts'

describe('a local day', () => {
  it('begins at midnight of the place', () => {
    const day = localDay(Date.parse('2026-03-02T15:30:00Z'), 'Asia/Seoul')
    expect(day).toEqual({
      date: '2026-03-03',
      from: Date.parse('2026-03-02T15:00:00Z'),
      to: Date.parse('2026-03-03T15:00:00Z'),
    })
  })

  it('has 23 and 25 hours when the clocks change', () => {
    const spring = localDay(Date.parse('2026-03-29T12:00:00Z'), 'Europe/Berlin')
    const autumn = localDay(Date.parse('2026-10-25T12:00:00Z'), 'Europe/Berlin')
    expect([spring.to - spring.from, autumn.to - autumn.from]).toEqual([23 * hour, 25 * hour])
  })

  it('follows the one before without a hole or an overlap', () => {
    for (const zone of ['Asia/Seoul', 'America/Sao_Paulo', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia']) {
      const days = lastLocalDays(Date.parse('2026-11-22T01:00:00Z'), zone, 400)
      expect(new Set(days.map((day) => day.date)).size).toBe(400)
      days.slice(1).forEach((day, index) => {
        expect(day.from).toBe(days[index]?.to)
      })
    }
  })
})
