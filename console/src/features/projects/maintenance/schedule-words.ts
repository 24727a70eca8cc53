import { type MaintenanceView, weekdays } from '@bongsu/contract/maintenance.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { maintenanceTexts } from './maintenance.i18n.ts'
import type { Weekday } from './schedule-values.ts'

/** When a window opens, in a sentence. */
export function useScheduleWords(): (window: Pick<MaintenanceView, 'schedule'>) => string {
  const t = useTexts(maintenanceTexts)
  const format = useFormat()
  const daysOfWeek = (days: readonly Weekday[]): string => {
    const sorted = weekdays.filter((day) => days.includes(day))
    if (sorted.length === 7) return t('words.everyDay')
    if (sorted.join() === 'mon,tue,wed,thu,fri') return t('words.weekdays')
    if (sorted.join() === 'sun,sat') return t('words.weekend')
    return sorted.map((day) => t(`weekday.${day}`)).join('·')
  }
  const daysOfMonth = (days: readonly number[]): string =>
    [...days]
      .sort((a, b) => (a < 0 ? 99 : a) - (b < 0 ? 99 : b))
      .map((day) => (day < 0 ? t('form.lastDay') : t('form.day', { count: day })))
      .join(', ')
  return ({ schedule }) => {
    switch (schedule.type) {
      case 'once':
        return t('words.once', {
          from: format.time(schedule.starts_at, 'minute'),
          to: format.time(schedule.ends_at, 'minute'),
        })
      case 'weekly':
        return t('words.weekly', { days: daysOfWeek(schedule.days), from: schedule.from, to: schedule.to })
      case 'monthly':
        return t('words.monthly', { days: daysOfMonth(schedule.days), from: schedule.from, to: schedule.to })
      case 'cron':
        return t('words.cron', { expression: schedule.expression, minutes: schedule.minutes })
    }
  }
}
