import type { Language } from '@bongsu/contract/text.ts'
import { useMemo } from 'react'
import { useLanguage } from './i18n.ts'
import { useZone } from './preferences.ts'

/** Figures and times as people read them. Pure; `useFormat` binds the person's language and zone. */

export type Moment = string | number | Date

const locale = { ko: 'ko-KR', en: 'en-GB' } as const satisfies Record<Language, string>

/** Response times: 243 ms, 1.2 s, 12.3 s, then words. Below 10 ms one decimal, because 0.4 and 3.6 are different news. */
export function formatMs(ms: number | null | undefined, language: Language): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return '–'
  if (ms < 10 && !Number.isInteger(ms)) return `${ms.toFixed(1)} ms`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  return formatDuration(ms, language)
}

const units = [
  { ms: 86_400_000, ko: '일', en: ' d' },
  { ms: 3_600_000, ko: '시간', en: ' h' },
  { ms: 60_000, ko: '분', en: ' m' },
  { ms: 1000, ko: '초', en: ' s' },
] as const

/** A span in words, the two largest units: 3분 12초 / 3 m 12 s. */
export function formatDuration(ms: number | null | undefined, language: Language): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return '–'
  let rest = Math.max(0, Math.round(ms / 1000) * 1000)
  const first = units.findIndex((unit) => rest >= unit.ms)
  if (first === -1) return language === 'ko' ? '0초' : '0 s'
  const parts: string[] = []
  for (const unit of units.slice(first, first + 2)) {
    const count = Math.floor(rest / unit.ms)
    rest -= count * unit.ms
    if (count > 0) parts.push(`${count}${unit[language]}`)
  }
  return parts.join(' ')
}

/** A share of 0…1 as per cent, rounded down: 99.996 % must never read 100 %. `null` is "no data", shown as a dash. */
export function formatPercent(share: number | null | undefined, digits = 2): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return '–'
  const scale = 10 ** digits
  // The small addend undoes binary noise (0.9995 * 10000 = 9994.999…) without lifting a real 99.994 over the edge.
  const percent = Math.floor(share * 100 * scale + 1e-6) / scale
  return `${percent === 100 || percent === 0 ? percent : percent.toFixed(digits)} %`
}

export function formatNumber(value: number | null | undefined, language: Language): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–'
  return new Intl.NumberFormat(locale[language], { maximumFractionDigits: 2 }).format(value)
}

export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined || !Number.isFinite(bytes)) return '–'
  const names = ['B', 'KB', 'MB', 'GB', 'TB']
  let value = bytes
  let index = 0
  while (value >= 1023.5 && index < names.length - 1) {
    value /= 1024
    index += 1
  }
  return `${index === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${names[index]}`
}

export type TimeStyle = 'full' | 'minute' | 'date' | 'time' | 'day' | 'clock'

const timeStyles: Record<TimeStyle, Intl.DateTimeFormatOptions> = {
  full: {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  },
  minute: { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  date: { year: 'numeric', month: 'short', day: 'numeric' },
  day: { month: 'short', day: 'numeric' },
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  time: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Making a formatter costs far more than using it, and tables use the same few over and over. */
function formatter(language: Language, zone: string, style: TimeStyle): Intl.DateTimeFormat {
  const key = `${language} ${zone} ${style}`
  let found = formatters.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat(locale[language], { ...timeStyles[style], timeZone: zone })
    formatters.set(key, found)
  }
  return found
}

export function formatTime(
  moment: Moment | null | undefined,
  language: Language,
  zone: string,
  style: TimeStyle = 'full',
): string {
  if (moment === null || moment === undefined) return '–'
  const date = new Date(moment)
  if (Number.isNaN(date.getTime())) return '–'
  if (style !== 'full') return formatter(language, zone, style).format(date)
  // The same sortable shape in both languages: 2026-03-09 14:05:33.
  const part = Object.fromEntries(
    formatter('en', zone, 'full')
      .formatToParts(date)
      .map(({ type, value }) => [type, value]),
  )
  return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}:${part.second}`
}

const steps = [
  { below: 60_000, ms: 1000, unit: 'second' },
  { below: 3_600_000, ms: 60_000, unit: 'minute' },
  { below: 86_400_000, ms: 3_600_000, unit: 'hour' },
  { below: 30 * 86_400_000, ms: 86_400_000, unit: 'day' },
  { below: 365 * 86_400_000, ms: 30 * 86_400_000, unit: 'month' },
  { below: Number.POSITIVE_INFINITY, ms: 365 * 86_400_000, unit: 'year' },
] as const

/** 3분 전, in 5 days. Within ten seconds it is "now": a number that flickers tells nobody anything. */
export function formatRelative(moment: Moment | null | undefined, now: number, language: Language): string {
  if (moment === null || moment === undefined) return '–'
  const distance = new Date(moment).getTime() - now
  if (Number.isNaN(distance)) return '–'
  if (Math.abs(distance) < 10_000) return language === 'ko' ? '방금' : 'just now'
  const step = steps.find(({ below }) => Math.abs(distance) < below) ?? steps[steps.length - 1]!
  return new Intl.RelativeTimeFormat(locale[language], { numeric: 'always' }).format(
    Math.trunc(distance / step.ms),
    step.unit,
  )
}

export function useFormat() {
  const language = useLanguage()
  const zone = useZone()
  return useMemo(
    () => ({
      ms: (value: number | null | undefined) => formatMs(value, language),
      duration: (value: number | null | undefined) => formatDuration(value, language),
      percent: formatPercent,
      number: (value: number | null | undefined) => formatNumber(value, language),
      bytes: formatBytes,
      time: (moment: Moment | null | undefined, style?: TimeStyle) => formatTime(moment, language, zone, style),
      relative: (moment: Moment | null | undefined, now = Date.now()) => formatRelative(moment, now, language),
    }),
    [language, zone],
  )
}
