import type { MaintenanceSchedule, MaintenanceView, maintenanceAccountings } from '@bongsu/contract/maintenance.ts'
import type { InputOf } from '#lib/api.ts'
import { fromZoneInput, toZoneInput } from '#lib/zone-time.ts'

export type Accounting = (typeof maintenanceAccountings)[number]
export type ScheduleType = MaintenanceSchedule['type']
export type Weekday = Extract<MaintenanceSchedule, { type: 'weekly' }>['days'][number]

/** The fields of every type at once, so that trying another type loses nothing. */
export interface WindowValues {
  readonly title: string
  readonly message: string
  readonly accounting: Accounting
  readonly time_zone: string
  readonly type: ScheduleType
  /** `datetime-local` texts, read in the time zone. */
  readonly startsAt: string
  readonly endsAt: string
  /** `HH:MM` */
  readonly from: string
  readonly to: string
  readonly weekdays: readonly Weekday[]
  /** As text for the field; -1 is the last day. */
  readonly monthDays: readonly string[]
  readonly expression: string
  readonly minutes: number
}

const hour = 3_600_000

/** Tomorrow night at two for two hours: when most people plan such things. */
export function blankWindow(now: number, zone: string): WindowValues {
  const tomorrow = toZoneInput(now + 24 * hour, zone).slice(0, 10)
  return {
    title: '',
    message: '',
    accounting: 'exclude',
    time_zone: zone,
    type: 'once',
    startsAt: `${tomorrow}T02:00`,
    endsAt: `${tomorrow}T04:00`,
    from: '02:00',
    to: '04:00',
    weekdays: ['sun'],
    monthDays: ['1'],
    expression: '0 3 * * 1',
    minutes: 60,
  }
}

export function windowValues(window: MaintenanceView, now: number): WindowValues {
  const { schedule, time_zone: zone } = window
  const common = {
    ...blankWindow(now, zone),
    title: window.title ?? '',
    message: window.message ?? '',
    accounting: window.accounting,
    type: schedule.type,
  }
  switch (schedule.type) {
    case 'once':
      return { ...common, startsAt: toZoneInput(schedule.starts_at, zone), endsAt: toZoneInput(schedule.ends_at, zone) }
    case 'weekly':
      return { ...common, weekdays: schedule.days, from: schedule.from, to: schedule.to }
    case 'monthly':
      return { ...common, monthDays: schedule.days.map(String), from: schedule.from, to: schedule.to }
    case 'cron':
      return { ...common, expression: schedule.expression, minutes: schedule.minutes }
  }
}

export function scheduleOf(values: WindowValues): MaintenanceSchedule {
  switch (values.type) {
    case 'once': {
      const moment = (text: string) => fromZoneInput(text, values.time_zone) ?? text
      return { type: 'once', starts_at: moment(values.startsAt), ends_at: moment(values.endsAt) }
    }
    case 'weekly':
      return { type: 'weekly', days: [...values.weekdays], from: values.from, to: values.to }
    case 'monthly':
      return { type: 'monthly', days: values.monthDays.map(Number), from: values.from, to: values.to }
    case 'cron':
      return { type: 'cron', expression: values.expression.trim(), minutes: values.minutes }
  }
}

export const windowInput = (projectId: number, values: WindowValues): InputOf<'plan-maintenance'> => ({
  id: projectId,
  title: values.title.trim() || null,
  message: values.message.trim() || null,
  accounting: values.accounting,
  time_zone: values.time_zone,
  schedule: scheduleOf(values),
})

/** A clock time `to` at or before `from` is on the next day. */
export const endsNextDay = (from: string, to: string): boolean => from !== '' && to !== '' && to <= from
