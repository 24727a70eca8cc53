import { fromZoneInput, toZoneInput } from '#lib/zone-time.ts'
import type { ChartPoint, ChartSeries } from '#ui/chart/series.ts'
import type { UsageStats } from './usage-input.ts'

const hour = 3_600_000
const halfHour = hour / 2

interface CallNames {
  readonly succeeded: string
  readonly failed: string
  readonly refused: string
}

interface DurationNames {
  readonly p50: string
  readonly p95: string
}

/** Up to four days by the hour, else by the day: never more bars than a screen has room for. */
export const isByHour = ({ from, to }: Pick<UsageStats, 'from' | 'to'>): boolean =>
  Date.parse(to) - Date.parse(from) <= 96 * hour

type Slot = UsageStats['by_day'][number]['calls'] extends number ? Omit<UsageStats['by_day'][number], 'date'> : never

/**
 * The middle of each day (of the zone) or hour, with what happened in it; every slot of the stretch, so that quiet ones
 * show as such.
 */
export function slotsOf(stats: UsageStats, zone: string): { at: number; slot: Slot | undefined }[] {
  const { from, to } = { from: Date.parse(stats.from), to: Date.parse(stats.to) }
  if (isByHour(stats)) {
    const hours = new Map(stats.by_hour.map((slot) => [Date.parse(slot.at), slot]))
    const count = Math.ceil((to - from) / hour)
    return Array.from({ length: count }, (_none, index) => {
      const at = from + index * hour
      return { at: at + halfHour, slot: hours.get(at) }
    })
  }
  const days = new Map(stats.by_day.map((slot) => [slot.date, slot]))
  const dateOf = (at: number) => toZoneInput(at, zone).slice(0, 10)
  return datesBetween(dateOf(from), dateOf(to - 1), stats.by_day[0]?.date).map((date) => ({
    at: Date.parse(fromZoneInput(`${date}T12:00`, zone) ?? date),
    slot: days.get(date),
  }))
}

/** Days by name, from the first that has calls: what was before there is nothing to say about. */
function datesBetween(from: string, to: string, first: string | undefined): string[] {
  if (first === undefined) return []
  const dates: string[] = []
  const day = new Date(first > from ? first : from)
  for (let date = nameOf(day); date <= to && dates.length < 401; date = nameOf(day)) {
    dates.push(date)
    day.setUTCDate(day.getUTCDate() + 1)
  }
  return dates
}

const nameOf = (day: Date): string => day.toISOString().slice(0, 10)

/** Succeeded, failed and refused on each other, in the colours that states have everywhere. */
export function callSeries(slots: ReturnType<typeof slotsOf>, names: CallNames): ChartSeries[] {
  const points = (of: keyof CallNames): ChartPoint[] => slots.map(({ at, slot }) => [at, slot?.[of] ?? 0])
  return [
    {
      key: 'succeeded',
      name: names.succeeded,
      kind: 'bar',
      stack: 'calls',
      color: 'up-bar',
      points: points('succeeded'),
    },
    {
      key: 'refused',
      name: names.refused,
      kind: 'bar',
      stack: 'calls',
      color: 'degraded-bar',
      points: points('refused'),
    },
    { key: 'failed', name: names.failed, kind: 'bar', stack: 'calls', color: 'down-bar', points: points('failed') },
  ]
}

/** The middle of what calls took, and as a band up to what nearly all of them stayed under. A gap where nothing ran. */
export function durationSeries(slots: ReturnType<typeof slotsOf>, names: DurationNames): ChartSeries[] {
  const points = (of: 'p50_duration_ms' | 'p95_duration_ms'): ChartPoint[] =>
    slots.map(({ at, slot }) => [at, slot?.[of] ?? null])
  return [
    {
      key: 'p50',
      name: names.p50,
      points: points('p50_duration_ms'),
      band: { name: names.p95, points: points('p95_duration_ms') },
    },
  ]
}
