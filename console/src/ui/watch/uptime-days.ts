import type { UptimeDayView } from '@bongsu/contract/incidents.ts'
import type { DisplayState } from '@bongsu/contract/states.ts'
import { formatPercent } from '#lib/format.ts'
import { startOfDay } from '#lib/period.ts'
import type { HistorySlot } from '../history-strip.tsx'

/** What a day's bar says: the worst that happened on it. `null` where nobody looked. */
export function dayState(day: UptimeDayView): DisplayState | null {
  if (day.down_ms > 0) return 'down'
  if (day.degraded_ms > 0) return 'degraded'
  if (day.uptime_percent !== null) return 'up'
  return day.maintenance_ms > 0 ? 'maintenance' : null
}

/** Days as bars of a strip. They begin at midnight where the installation is. */
export const daySlots = (
  days: readonly UptimeDayView[],
  zone: string,
  message?: (day: UptimeDayView) => string | null,
): HistorySlot[] =>
  days.map((day) => ({
    at: startOfDay(day.date, zone),
    state: dayState(day),
    message: message?.(day) ?? null,
    ...(day.uptime_percent === null ? {} : { figure: formatPercent(day.uptime_percent / 100) }),
  }))
