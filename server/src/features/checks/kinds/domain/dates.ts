const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * A moment as registries write it, ms since the epoch; null where it is none. Without a time it is the beginning of the
 * day, without a zone UTC: rather some hours early than a day late.
 */
export function readDate(raw: string): number | null {
  const source = raw.trim().slice(0, 80)
  const found = yearFirst(source) ?? dayFirst(source) ?? withMonthName(source) ?? compact(source)
  if (!found) return null
  const at = Date.UTC(found.year, found.month - 1, found.day)
  // 31 February would roll over.
  return new Date(at).getUTCDate() === found.day && found.month <= 12 ? at + timeOf(source) : null
}

interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

const dayOf = (year?: string, month?: string, day?: string): Day => ({
  year: Number(year),
  month: Number(month),
  day: Number(day),
})

/** 2026-08-13, 2026/08/13, 2026.08.13, and the 2026. 08. 13. of Korea. */
function yearFirst(source: string): Day | null {
  const found = /^(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})(?!\d)/.exec(source)
  return found && dayOf(found[1], found[2], found[3])
}

/** 13.08.2026 and 13/08/2026: no registry writes the month first. */
function dayFirst(source: string): Day | null {
  const found = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)/.exec(source)
  return found && dayOf(found[3], found[2], found[1])
}

/** 13-Aug-2026, 13 August 2026, Aug 13 2026, August 13, 2026, Thu Aug 13 10:00:00 UTC 2026. */
function withMonthName(source: string): Day | null {
  const month = monthNames.findIndex((name) => new RegExp(`(^|[^a-z])${name}`, 'i').test(source)) + 1
  if (month === 0) return null
  const year = /(?<!\d)(\d{4})(?!\d)/.exec(source)?.[1]
  const day = /(?<![\d:])(\d{1,2})(?![\d:])/.exec(source)?.[1]
  return year && day ? dayOf(year, String(month), day) : null
}

/** 20260813. */
function compact(source: string): Day | null {
  const found = /^(\d{4})(\d{2})(\d{2})(?!\d)/.exec(source)
  return found && dayOf(found[1], found[2], found[3])
}

/** The time of day, ms, in UTC. */
function timeOf(source: string): number {
  const found = /(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(source)
  if (!found) return 0
  const [, hours, minutes, seconds = '0'] = found
  const rest = source.slice(found.index + found[0].length)
  const zone = /^(?:\.\d+)?\s*\(?(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})?/.exec(rest)
  const offset = zone ? (zone[1] === '-' ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3] ?? 0)) : 0
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000 - offset * 60_000
}
