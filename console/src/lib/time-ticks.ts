const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const steps = [
  10 * second,
  30 * second,
  minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  30 * day,
  90 * day,
]

/** How far a zone is from UTC at a moment. */
export function zoneOffset(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return local - Math.floor(at / second) * second
}

/** Round moments for a time axis, round in the person's own zone: midnight is theirs, not the browser's or UTC's. */
export function timeTicks(from: number, to: number, most: number, zone: string): { ticks: number[]; step: number } {
  const wanted = (to - from) / Math.max(1, most)
  const step = steps.find((candidate) => candidate >= wanted) ?? Math.ceil(wanted / (30 * day)) * 30 * day
  const ticks: number[] = []
  const start = from + zoneOffset(from, zone)
  for (let local = Math.ceil(start / step) * step; ticks.length <= most * 2; local += step) {
    // The offset may differ on the far side of a daylight saving change.
    const guess = local - zoneOffset(from, zone)
    const at = local - zoneOffset(guess, zone)
    if (at > to) break
    if (at >= from) ticks.push(at)
  }
  return { ticks, step }
}

export const isDayStep = (step: number): boolean => step >= day

/** Midnight where the person is. */
export const isMidnight = (at: number, zone: string): boolean => (at + zoneOffset(at, zone)) % day === 0
