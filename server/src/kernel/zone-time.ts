/**
 * Wall-clock time of a place, exact across its clock changes. A local time that does not exist (the hour skipped in
 * spring) means the moment the clocks jump; one that exists twice means its first occurrence.
 */
export interface LocalTime {
  readonly year: number
  /** 1–12. */
  readonly month: number
  /** May run past the month, as in `Date.UTC`: 32 January is 1 February. */
  readonly day: number
  readonly hour: number
  readonly minute: number
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(zone: string): Intl.DateTimeFormat {
  let found = formatters.get(zone)
  if (!found) {
    found = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    })
    formatters.set(zone, found)
  }
  return found
}

/** What the clocks of the zone show at a moment; `weekday` counts from Sunday = 0. */
export function localTime(at: number, zone: string): LocalTime & { readonly weekday: number; readonly second: number } {
  const parts: Record<string, number> = {}
  for (const { type, value } of formatter(zone).formatToParts(at)) parts[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return { year, month, day, hour, minute, second, weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay() }
}

/** How far the zone is ahead of UTC at a moment, in ms. */
export function zoneOffset(at: number, zone: string): number {
  const { year, month, day, hour, minute, second } = localTime(at, zone)
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
}

const day = 86_400_000

/** The moment at which the clocks of the zone show this time. */
export function momentOf(local: LocalTime, zone: string): number {
  const asUtc = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute)
  const before = zoneOffset(asUtc - day, zone)
  const after = zoneOffset(asUtc + day, zone)
  const first = asUtc - before
  if (before === after || zoneOffset(first, zone) === before) return first
  const second = asUtc - after
  return zoneOffset(second, zone) === after ? second : changeBetween(asUtc - day, asUtc + day, zone)
}

/** The moment the zone's offset changes; the bounds have different offsets. */
function changeBetween(low: number, high: number, zone: string): number {
  const before = zoneOffset(low, zone)
  let [from, to] = [low, high]
  while (to - from > 1000) {
    const middle = Math.floor((from + to) / 2000) * 1000
    if (zoneOffset(middle, zone) === before) from = middle
    else to = middle
  }
  return to
}
