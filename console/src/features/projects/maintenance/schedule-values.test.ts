import { expect, it } from 'vitest'
import { blankWindow, endsNextDay, scheduleOf, windowInput, windowValues } from './schedule-values.ts'

const now = Date.parse('2026-03-09T00:00:00Z')
const blank = blankWindow(now, 'Asia/Seoul')

it('reads the clock times of a single window in its own zone', () => {
  const values = { ...blank, startsAt: '2026-03-10T02:00', endsAt: '2026-03-10T04:00' }
  expect(scheduleOf(values)).toEqual({
    type: 'once',
    starts_at: '2026-03-09T17:00:00.000Z',
    ends_at: '2026-03-09T19:00:00.000Z',
  })
  expect(scheduleOf({ ...values, time_zone: 'UTC' })).toMatchObject({ starts_at: '2026-03-10T02:00:00.000Z' })
})

it('sends only the fields of the chosen type', () => {
  expect(scheduleOf({ ...blank, type: 'weekly' })).toEqual({
    type: 'weekly',
    days: ['sun'],
    from: '02:00',
    to: '04:00',
  })
  expect(scheduleOf({ ...blank, type: 'monthly', monthDays: ['1', '-1'] })).toEqual({
    type: 'monthly',
    days: [1, -1],
    from: '02:00',
    to: '04:00',
  })
  expect(scheduleOf({ ...blank, type: 'cron' })).toEqual({ type: 'cron', expression: '0 3 * * 1', minutes: 60 })
})

it('shows a stored window as it was entered', () => {
  const stored = {
    ...{ id: 1, project_id: 2, title: null, message: 'Update', accounting: 'as_up' as const, time_zone: 'Asia/Seoul' },
    ...{
      is_now: false,
      is_open: false,
      is_over: false,
      next: [],
      created_by: null,
      created_at: '2026-03-01T00:00:00.000Z',
    },
    schedule: { type: 'once' as const, starts_at: '2026-03-09T17:00:00.000Z', ends_at: '2026-03-09T19:00:00.000Z' },
  }
  const values = windowValues(stored, now)
  expect(values).toMatchObject({
    type: 'once',
    startsAt: '2026-03-10T02:00',
    endsAt: '2026-03-10T04:00',
    message: 'Update',
    accounting: 'as_up',
  })
  expect(windowInput(2, values)).toMatchObject({ id: 2, title: null, schedule: stored.schedule })
})

it('knows when a window ends the next day', () => {
  expect(endsNextDay('23:00', '01:00')).toBe(true)
  expect(endsNextDay('02:00', '02:00')).toBe(true)
  expect(endsNextDay('02:00', '04:00')).toBe(false)
})
