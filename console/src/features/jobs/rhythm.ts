/** What a job's rhythm says: a span, a daily or weekly clock time, or a pattern that has no short words. */
export type Rhythm =
  | { readonly kind: 'every'; readonly ms: number }
  | { readonly kind: 'hourly'; readonly minute: string }
  | { readonly kind: 'daily'; readonly time: string }
  | { readonly kind: 'weekly'; readonly day: Weekday; readonly time: string }
  | { readonly kind: 'cron'; readonly pattern: string }

type Weekday = '0' | '1' | '2' | '3' | '4' | '5' | '6'

/** Reads the usual patterns; whatever else somebody writes is shown as it is. */
export function readRhythm({
  every_ms: everyMs,
  cron,
}: {
  readonly every_ms: number | null
  readonly cron: string | null
}): Rhythm {
  if (everyMs !== null) return { kind: 'every', ms: everyMs }
  const pattern = cron ?? ''
  const [minute = '', hour = '', day, month, weekday = '', ...more] = pattern.trim().split(/\s+/)
  const isPlain = /^\d+$/.test(minute) && day === '*' && month === '*' && more.length === 0
  if (!isPlain) return { kind: 'cron', pattern }
  if (hour === '*' && weekday === '*') return { kind: 'hourly', minute }
  if (!/^\d+$/.test(hour)) return { kind: 'cron', pattern }
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
  if (weekday === '*') return { kind: 'daily', time }
  return /^[0-7]$/.test(weekday)
    ? { kind: 'weekly', day: String(Number(weekday) % 7) as Weekday, time }
    : { kind: 'cron', pattern }
}
