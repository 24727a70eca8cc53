import { useMemo } from 'react'
import { useNow } from './now.ts'
import { useZone } from './preferences.ts'
import { fromZoneInput } from './zone-time.ts'

/** A stretch of time as a URL holds it: one of the usual ones that ends now, or two days, both included. */
export const periods = ['24h', '7d', '30d', '90d'] as const
export type Period = (typeof periods)[number]

export const isPeriod = (value: string): value is Period => (periods as readonly string[]).includes(value)

/** "Off" values of the filters a list with a period has; spread into `useTableState({ filters })`. */
export const periodFilters = { period: '', from: '', to: '' } as const

const hour = 3_600_000
const lengths: Readonly<Record<Period, number>> = {
  '24h': 24 * hour,
  '7d': 7 * 24 * hour,
  '30d': 30 * 24 * hour,
  '90d': 90 * 24 * hour,
}
/** A period that ends now is asked for from a round moment, so that its answer can be kept for a while. */
const roundMs = 300_000

interface PeriodFilters {
  readonly period?: string
  readonly from?: string
  readonly to?: string
}

/** The moments an operation wants as `from` and `to` (not included). */
export function periodMoments({ period = '', from = '', to = '' }: PeriodFilters, now: number, zone: string) {
  if (isPeriod(period)) return { from: new Date(Math.floor(now / roundMs) * roundMs - lengths[period]).toISOString() }
  return {
    ...(isDay(from) ? { from: new Date(startOfDay(from, zone)).toISOString() } : {}),
    ...(isDay(to) ? { to: new Date(startOfDay(dayAfter(to), zone)).toISOString() } : {}),
  }
}

/** What goes to a list operation, with the period of the URL as moments. */
export function usePeriodInput<Input extends PeriodFilters>(input: Input) {
  const zone = useZone()
  const now = useNow()
  const { period, from, to, ...rest } = input
  const moments = periodMoments({ period, from, to } as PeriodFilters, now, zone)
  const key = JSON.stringify([rest, moments])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the objects
  return useMemo(() => ({ ...rest, ...moments }), [key])
}

const isDay = (value: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(`${value}T00:00Z`))

const dayAfter = (day: string): string => new Date(Date.parse(`${day}T00:00Z`) + 24 * hour).toISOString().slice(0, 10)

/** Midnight of a day (`2026-03-09`) in a zone. */
export const startOfDay = (day: string, zone: string): number => Date.parse(fromZoneInput(`${day}T00:00`, zone) ?? '')
