import { zoneOffset } from './time-ticks.ts'

/**
 * Clock times in a chosen zone, as `datetime-local` fields speak them (`2026-03-09T14:05`). The browser's own zone never
 * matters: people plan in theirs, or in the zone of a maintenance window.
 */
export function toZoneInput(moment: string | number, zone: string): string {
  const at = new Date(moment).getTime()
  return new Date(at + zoneOffset(at, zone)).toISOString().slice(0, 16)
}

/** The moment a clock in the zone shows this; `undefined` for a text that is no time. */
export function fromZoneInput(text: string, zone: string): string | undefined {
  const local = Date.parse(`${text}Z`)
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) || Number.isNaN(local)) return undefined
  // The offset is looked up near the answer, then at it: they differ around a daylight saving change.
  const guess = local - zoneOffset(local, zone)
  return new Date(local - zoneOffset(guess, zone)).toISOString()
}
