import { type MaintenanceSchedule, weekdays } from '@bongsu/contract/maintenance.ts'
import { text } from '@bongsu/contract/text.ts'
import { Cron } from 'croner'
import { day, hour, isoTime, minute } from '#kernel/clock.ts'
import { errorMessage, invalidField } from '#kernel/errors.ts'
import type { MaintenanceRule } from './maintenance.ts'

/** The stored rule of a schedule as it was sent, or a refusal at its field. */
export function ruleOf(schedule: MaintenanceSchedule, zone: string, now: number): MaintenanceRule {
  switch (schedule.type) {
    case 'once':
      return onceRule(Date.parse(schedule.starts_at), Date.parse(schedule.ends_at), now)
    case 'weekly':
      return { ...schedule, days: unique(schedule.days.map((name) => weekdays.indexOf(name))) }
    case 'monthly':
      return { ...schedule, days: unique(schedule.days) }
    case 'cron':
      requireCron(schedule.expression, schedule.minutes, zone, now)
      return schedule
  }
}

export function scheduleOf(rule: MaintenanceRule): MaintenanceSchedule {
  switch (rule.type) {
    case 'once':
      return { type: 'once', starts_at: isoTime(rule.startsAt), ends_at: isoTime(rule.endsAt) }
    case 'weekly':
      return { ...rule, days: rule.days.flatMap((day) => weekdays[day] ?? []) }
    case 'monthly':
      return { ...rule, days: [...rule.days] }
    case 'cron':
      return rule
  }
}

const unique = (days: readonly number[]): number[] => [...new Set(days)].sort((a, b) => a - b)

/** Longer than this is not maintenance but a forgotten switch. */
export const longestMaintenance = 90 * day

export function onceRule(startsAt: number, endsAt: number, now: number): MaintenanceRule {
  const refuse = (field: string, ko: string, en: string) => invalidField(`schedule.${field}`, text(ko, en))
  if (endsAt <= startsAt)
    throw refuse('ends_at', '끝나는 시각은 시작 시각보다 뒤여야 합니다.', 'The end must be after the start.')
  if (endsAt <= now) throw refuse('ends_at', '끝나는 시각이 이미 지났습니다.', 'The end is in the past.')
  if (endsAt - startsAt > longestMaintenance)
    throw refuse('ends_at', '유지보수는 한 번에 90일까지입니다.', 'One maintenance lasts 90 days at most.')
  return { type: 'once', startsAt, endsAt }
}

/** Every answer about uptime walks the occurrences, so there may not be thousands of them a month. */
const shortestCronGap = hour

function requireCron(expression: string, minutes: number, zone: string, now: number): void {
  const refuse = (ko: string, en: string) => invalidField('schedule.expression', text(ko, en))
  if (expression.split(/\s+/).length !== 5)
    throw refuse(
      '분 시 일 월 요일의 다섯 항목이어야 합니다.',
      'Five fields are expected: minute hour day month weekday.',
    )
  let next: Date[]
  try {
    next = new Cron(expression, { timezone: zone }).nextRuns(30, new Date(now))
  } catch (error) {
    throw refuse(
      `cron 표현식이 올바르지 않습니다: ${errorMessage(error)}`,
      `This is not a cron expression: ${errorMessage(error)}`,
    )
  }
  if (next.length === 0) throw refuse('이 표현식은 다시 오지 않습니다.', 'This expression never comes again.')
  const gaps = next.slice(1).map((run, index) => run.getTime() - (next[index]?.getTime() ?? 0))
  if (gaps.some((gap) => gap < shortestCronGap))
    throw refuse(
      '유지보수는 한 시간에 한 번보다 자주 반복할 수 없습니다.',
      'Maintenance comes back at most once an hour.',
    )
  if (gaps.some((gap) => gap < minutes * minute))
    throw invalidField(
      'schedule.minutes',
      text('다음 반복보다 길 수 없습니다.', 'It cannot last until its next repetition.'),
    )
}
