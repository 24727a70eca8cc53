import { localTime, momentOf } from './zone-time.ts'

/** One day of a place: 23, 24 or 25 hours. `date` is its name there, such as 2026-03-02. */
export interface LocalDay {
  readonly date: string
  readonly from: number
  readonly to: number
}

const midnight = { hour: 0, minute: 0 }

/** The day that `at` falls on in the zone. */
export function localDay(at: number, zone: string): LocalDay {
  const { year, month, day } = localTime(at, zone)
  const pad = (number: number) => String(number).padStart(2, '0')
  return {
    date: `${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}`,
    from: momentOf({ year, month, day, ...midnight }, zone),
    to: momentOf({ year, month, day: day + 1, ...midnight }, zone),
  }
}

/** The last `count` days up to the one that `at` falls on, oldest first. */
export function lastLocalDays(at: number, zone: string, count: number): LocalDay[] {
  const days: LocalDay[] = []
  let day = localDay(at, zone)
  while (days.length < count) {
    days.unshift(day)
    day = localDay(day.from - 1, zone)
  }
  return days
}
