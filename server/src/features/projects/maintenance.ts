import { Cron } from 'croner'
import { localTime, momentOf } from '#kernel/zone-time.ts'

/** How time under maintenance enters uptime: left out, counted as it was, or counted as up. */
export const accountings = ['exclude', 'count', 'as_up'] as const
export type Accounting = (typeof accountings)[number]

/** When a window is open. Clock times are `HH:MM` in the window's zone; an end at or before its start is the next day. */
export type MaintenanceRule =
  | { readonly type: 'once'; readonly startsAt: number; readonly endsAt: number }
  /** Days from Sunday = 0. */
  | { readonly type: 'weekly'; readonly days: readonly number[]; readonly from: string; readonly to: string }
  /** Days of the month; -1 is its last. A month without the day has no window. */
  | { readonly type: 'monthly'; readonly days: readonly number[]; readonly from: string; readonly to: string }
  | { readonly type: 'cron'; readonly expression: string; readonly minutes: number }

/** One version of a window. Occurrences are cut to `validFrom`..`validUntil`, so the past keeps what it had. */
export interface MaintenanceWindow {
  readonly windowId: number
  readonly projectId: number
  readonly title: string | null
  readonly message: string | null
  readonly accounting: Accounting
  readonly rule: MaintenanceRule
  readonly timeZone: string
  /** Switched on by hand ("now"), not planned. */
  readonly isNow: boolean
  readonly validFrom: number
  readonly validUntil: number | null
  readonly createdBy: number | null
  readonly createdAt: number
}

/** The maintenance a project is under at some moment. */
export interface Maintenance {
  readonly windowId: number
  readonly accounting: Accounting
  readonly message: string | null
  readonly endsAt: number
}

/** A stretch of maintenance, `from` included, `to` not; stretches of one answer do not overlap. */
export interface MaintenanceStretch {
  readonly from: number
  readonly to: number
  readonly accounting: Accounting
}

interface Span {
  readonly from: number
  readonly to: number
}

const day = 86_400_000

/** Every occurrence of a window that touches `from`..`to`, in order, whole (not clipped to the asked stretch). */
export function occurrences(window: MaintenanceWindow, from: number, to: number): Span[] {
  const { validFrom, validUntil } = window
  return spansOf(window, Math.max(from, validFrom), Math.min(to, validUntil ?? to))
    .map((span) => ({ from: Math.max(span.from, validFrom), to: Math.min(span.to, validUntil ?? span.to) }))
    .filter((span) => span.from < span.to && span.from < to && span.to > from)
}

function spansOf({ rule, timeZone }: MaintenanceWindow, from: number, to: number): Span[] {
  if (from >= to) return []
  switch (rule.type) {
    case 'once':
      return [{ from: rule.startsAt, to: rule.endsAt }]
    case 'weekly':
      return dailySpans(rule, timeZone, from, to, ({ weekday }) => rule.days.includes(weekday))
    case 'monthly':
      return dailySpans(
        rule,
        timeZone,
        from,
        to,
        ({ day, isLast }) => rule.days.includes(day) || (isLast && rule.days.includes(-1)),
      )
    case 'cron':
      return cronSpans(rule, timeZone, from, to)
  }
}

interface CalendarDay {
  readonly weekday: number
  readonly day: number
  readonly isLast: boolean
}

/** Calendar days are counted in UTC arithmetic, where every day has 24 hours; only the clock times know the zone. */
function dailySpans(
  rule: { readonly from: string; readonly to: string },
  zone: string,
  from: number,
  to: number,
  chosen: (day: CalendarDay) => boolean,
): Span[] {
  const start = clockTime(rule.from)
  const end = clockTime(rule.to)
  const overnight = end.hour * 60 + end.minute <= start.hour * 60 + start.minute ? 1 : 0
  const spans: Span[] = []
  const first = localTime(from, zone)
  for (let date = Date.UTC(first.year, first.month - 1, first.day) - day; ; date += day) {
    const on = new Date(date)
    const local = { year: on.getUTCFullYear(), month: on.getUTCMonth() + 1, day: on.getUTCDate() }
    const isLast = new Date(date + day).getUTCDate() === 1
    const opens = momentOf({ ...local, ...start }, zone)
    if (opens >= to) return spans
    if (!chosen({ weekday: on.getUTCDay(), day: local.day, isLast })) continue
    spans.push({ from: opens, to: momentOf({ ...local, day: local.day + overnight, ...end }, zone) })
  }
}

function clockTime(source: string): { hour: number; minute: number } {
  const [hour, minute] = source.split(':').map(Number)
  return { hour: hour ?? 0, minute: minute ?? 0 }
}

function cronSpans(
  rule: { readonly expression: string; readonly minutes: number },
  zone: string,
  from: number,
  to: number,
): Span[] {
  const cron = new Cron(rule.expression, { timezone: zone })
  const length = rule.minutes * 60_000
  const spans: Span[] = []
  let opens = cron.nextRun(new Date(from - length))
  while (opens && opens.getTime() < to) {
    spans.push({ from: opens.getTime(), to: opens.getTime() + length })
    opens = cron.nextRun(opens)
  }
  return spans
}

/** The strictest of several windows decides: what is left out cannot count, what counts as up need not have been. */
const strictness: Readonly<Record<Accounting, number>> = { exclude: 2, as_up: 1, count: 0 }

const stricter = (a: Accounting, b: Accounting): boolean => strictness[a] > strictness[b]

/** What a project is under at a moment, or null. */
export function maintenanceOf(windows: readonly MaintenanceWindow[], at: number): Maintenance | null {
  let found: Maintenance | null = null
  for (const window of windows) {
    const span = occurrences(window, at, at + 1)[0]
    if (!span) continue
    if (found && !stricter(window.accounting, found.accounting)) continue
    const { windowId, accounting, message } = window
    found = { windowId, accounting, message, endsAt: span.to }
  }
  return found
}

/** All maintenance between two moments, clipped to them, in order; overlaps go to the strictest accounting. */
export function maintenanceStretches(
  windows: readonly MaintenanceWindow[],
  from: number,
  to: number,
): MaintenanceStretch[] {
  const open = { exclude: 0, as_up: 0, count: 0 }
  const edges = windows
    .flatMap((window) =>
      occurrences(window, from, to).flatMap((span) => [
        { at: Math.max(span.from, from), accounting: window.accounting, step: 1 },
        { at: Math.min(span.to, to), accounting: window.accounting, step: -1 },
      ]),
    )
    .sort((a, b) => a.at - b.at)
  const stretches: { from: number; to: number; accounting: Accounting }[] = []
  let since = from
  for (const edge of edges) {
    const accounting = open.exclude > 0 ? 'exclude' : open.as_up > 0 ? 'as_up' : open.count > 0 ? 'count' : null
    if (accounting && edge.at > since) {
      const last = stretches.at(-1)
      if (last && last.to === since && last.accounting === accounting) last.to = edge.at
      else stretches.push({ from: since, to: edge.at, accounting })
    }
    open[edge.accounting] += edge.step
    since = edge.at
  }
  return stretches
}
