import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  accountings,
  type MaintenanceRule,
  type MaintenanceWindow,
  maintenanceOf,
  maintenanceStretches,
  occurrences,
} from './maintenance.ts'

const at = (iso: string): number => Date.parse(iso)
const hour = 3_600_000
const newYork = 'America/New_York'

const windowOf = (rule: MaintenanceRule, fields: Partial<MaintenanceWindow> = {}): MaintenanceWindow => ({
  windowId: 1,
  projectId: 1,
  title: null,
  message: null,
  accounting: 'exclude',
  rule,
  timeZone: 'Asia/Seoul',
  isNow: false,
  validFrom: 0,
  validUntil: null,
  createdBy: null,
  createdAt: 0,
  ...fields,
})

const iso = (window: MaintenanceWindow, from: string, to: string): string[] =>
  occurrences(window, at(from), at(to)).map(
    (span) => `${new Date(span.from).toISOString()} ${(span.to - span.from) / hour} h`,
  )

describe('a planned window', () => {
  it('is open once, its start included and its end not', () => {
    const window = windowOf({ type: 'once', startsAt: 1000, endsAt: 2000 })
    expect([999, 1000, 1999, 2000].map((moment) => maintenanceOf([window], moment) !== null)).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  it('comes back on its weekdays at its own clock time', () => {
    const window = windowOf({ type: 'weekly', days: [0, 3], from: '02:00', to: '04:30' })
    expect(iso(window, '2026-03-01T00:00:00Z', '2026-03-09T00:00:00Z')).toEqual([
      '2026-03-03T17:00:00.000Z 2.5 h',
      '2026-03-07T17:00:00.000Z 2.5 h',
    ])
  })

  it('runs over midnight when its end is not after its start', () => {
    const window = windowOf({ type: 'weekly', days: [5], from: '22:00', to: '06:00' })
    expect(maintenanceOf([window], at('2026-03-06T20:59:59Z'))).toMatchObject({ endsAt: at('2026-03-06T21:00:00Z') })
    expect(maintenanceOf([window], at('2026-03-06T12:59:59Z'))).toBeNull()
    expect(maintenanceOf([window], at('2026-03-06T21:00:00Z'))).toBeNull()
  })

  it('is an hour shorter over the spring jump and an hour longer over the autumn one', () => {
    const window = windowOf({ type: 'weekly', days: [0], from: '00:30', to: '05:00' }, { timeZone: newYork })
    expect(iso(window, '2026-03-08T00:00:00Z', '2026-03-09T00:00:00Z')).toEqual(['2026-03-08T05:30:00.000Z 3.5 h'])
    expect(iso(window, '2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z')).toEqual(['2026-11-01T04:30:00.000Z 5.5 h'])
  })

  it('opens with the jump when its start does not exist', () => {
    const window = windowOf({ type: 'weekly', days: [0], from: '02:30', to: '04:00' }, { timeZone: newYork })
    expect(iso(window, '2026-03-08T00:00:00Z', '2026-03-09T00:00:00Z')).toEqual(['2026-03-08T07:00:00.000Z 1 h'])
  })

  it('knows the last day of a month, and leaves out months without the day', () => {
    const last = windowOf({ type: 'monthly', days: [-1], from: '01:00', to: '02:00' }, { timeZone: 'UTC' })
    expect(iso(last, '2026-01-15T00:00:00Z', '2026-04-15T00:00:00Z').map((line) => line.slice(0, 10))).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
    ])
    const thirtyFirst = windowOf({ type: 'monthly', days: [31], from: '01:00', to: '02:00' }, { timeZone: 'UTC' })
    expect(iso(thirtyFirst, '2026-01-15T00:00:00Z', '2026-04-15T00:00:00Z').map((line) => line.slice(0, 10))).toEqual([
      '2026-01-31',
      '2026-03-31',
    ])
  })

  it('follows a cron expression in its zone', () => {
    const window = windowOf({ type: 'cron', expression: '0 3 1 * *', minutes: 90 })
    expect(iso(window, '2026-01-15T00:00:00Z', '2026-04-15T00:00:00Z')).toEqual([
      '2026-01-31T18:00:00.000Z 1.5 h',
      '2026-02-28T18:00:00.000Z 1.5 h',
      '2026-03-31T18:00:00.000Z 1.5 h',
    ])
  })

  it('means nothing before it was made and after it was withdrawn', () => {
    const rule = { type: 'weekly', days: [0, 1, 2, 3, 4, 5, 6], from: '00:00', to: '00:00' } as const
    const window = windowOf(rule, {
      timeZone: 'UTC',
      validFrom: at('2026-03-02T06:00:00Z'),
      validUntil: at('2026-03-03T12:00:00Z'),
    })
    expect(maintenanceStretches([window], at('2026-03-01T00:00:00Z'), at('2026-03-09T00:00:00Z'))).toEqual([
      { from: at('2026-03-02T06:00:00Z'), to: at('2026-03-03T12:00:00Z'), accounting: 'exclude' },
    ])
  })
})

describe('several windows', () => {
  const once = (startsAt: number, endsAt: number, accounting: (typeof accountings)[number]) =>
    windowOf({ type: 'once', startsAt, endsAt }, { accounting })

  it('join into stretches where the strictest accounting rules', () => {
    const windows = [once(0, 100, 'count'), once(20, 60, 'as_up'), once(40, 50, 'exclude'), once(100, 120, 'count')]
    expect(maintenanceStretches(windows, 10, 200)).toEqual([
      { from: 10, to: 20, accounting: 'count' },
      { from: 20, to: 40, accounting: 'as_up' },
      { from: 40, to: 50, accounting: 'exclude' },
      { from: 50, to: 60, accounting: 'as_up' },
      { from: 60, to: 120, accounting: 'count' },
    ])
  })

  it('say at every moment what their stretches say', () => {
    const span = fc.tuple(fc.nat(100), fc.integer({ min: 1, max: 50 }), fc.constantFrom(...accountings))
    fc.assert(
      fc.property(fc.array(span, { maxLength: 6 }), (spans) => {
        const windows = spans.map(([from, length, accounting]) => once(from, from + length, accounting))
        const stretches = maintenanceStretches(windows, 0, 160)
        for (let moment = 0; moment < 160; moment++) {
          const stretch = stretches.find(({ from, to }) => from <= moment && moment < to)
          expect(maintenanceOf(windows, moment)?.accounting ?? null).toBe(stretch?.accounting ?? null)
        }
        for (const [index, stretch] of stretches.entries())
          expect(stretch.from).toBeGreaterThanOrEqual(stretches[index - 1]?.to ?? 0)
      }),
    )
  })
})
