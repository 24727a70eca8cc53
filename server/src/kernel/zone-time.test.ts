import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { localTime, momentOf, zoneOffset } from './zone-time.ts'

const at = (iso: string): number => Date.parse(iso)
const newYork = 'America/New_York'

describe('the clocks of a zone', () => {
  it('show Seoul nine hours ahead, all year', () => {
    expect(localTime(at('2026-12-31T15:00:00Z'), 'Asia/Seoul')).toMatchObject({ year: 2027, month: 1, day: 1, hour: 0 })
    expect(momentOf({ year: 2027, month: 1, day: 1, hour: 0, minute: 0 }, 'Asia/Seoul')).toBe(at('2026-12-31T15:00Z'))
  })

  it('jump over the hour that spring skips: its times mean the moment of the jump', () => {
    for (const minute of [0, 30, 59]) {
      expect(momentOf({ year: 2026, month: 3, day: 8, hour: 2, minute }, newYork)).toBe(at('2026-03-08T07:00:00Z'))
    }
    expect(momentOf({ year: 2026, month: 3, day: 8, hour: 1, minute: 59 }, newYork)).toBe(at('2026-03-08T06:59:00Z'))
    expect(momentOf({ year: 2026, month: 3, day: 8, hour: 3, minute: 0 }, newYork)).toBe(at('2026-03-08T07:00:00Z'))
  })

  it('mean the first occurrence of an hour that autumn repeats', () => {
    expect(momentOf({ year: 2026, month: 11, day: 1, hour: 1, minute: 30 }, newYork)).toBe(at('2026-11-01T05:30:00Z'))
    expect(momentOf({ year: 2026, month: 11, day: 1, hour: 2, minute: 0 }, newYork)).toBe(at('2026-11-01T07:00:00Z'))
  })

  it('know changes of half an hour too', () => {
    expect(momentOf({ year: 2026, month: 10, day: 4, hour: 2, minute: 15 }, 'Australia/Lord_Howe')).toBe(
      at('2026-10-03T15:30:00Z'),
    )
  })

  it('lead back to the moment they were read at, or to its first twin', () => {
    const zones = fc.constantFrom('Asia/Seoul', newYork, 'Europe/Berlin', 'Australia/Lord_Howe', 'UTC')
    const minutes = fc.integer({ min: at('2024-01-01') / 60_000, max: at('2028-01-01') / 60_000 })
    fc.assert(
      fc.property(minutes, zones, (minute, zone) => {
        const moment = minute * 60_000
        const back = momentOf(localTime(moment, zone), zone)
        expect([0, 1_800_000, 3_600_000]).toContain(moment - back)
        if (moment !== back) expect(zoneOffset(back, zone)).toBeGreaterThan(zoneOffset(moment, zone))
      }),
    )
  })
})
