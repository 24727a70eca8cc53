import { type UptimeDayView, type UptimePeriod, type UptimeView, uptimePeriods } from '@bongsu/contract/incidents.ts'
import { day, isoTime } from '#kernel/clock.ts'
import { lastLocalDays } from '#kernel/local-day.ts'
import type { Db } from '#platform/db/contract.ts'
import { openingsBetween } from './incident-store.ts'
import type { TimePiece } from './incidents-key.ts'
import { spent } from './uptime.ts'
import { piecesOf, type UptimeParts, type Watched } from './uptime-service.ts'

const periodMs = { '24h': day, '7d': 7 * day, '30d': 30 * day, '90d': 90 * day } as const satisfies Record<
  UptimePeriod,
  number
>

export interface UptimeReport {
  readonly periods: Record<UptimePeriod, UptimeView>
  readonly days: UptimeDayView[]
}

/** All periods and bars of one page, from one read of the last 90 days. */
export async function uptimeReport(
  db: Db,
  watched: Watched,
  { zone, dayCount }: { readonly zone: string; readonly dayCount: number },
  parts: UptimeParts,
): Promise<UptimeReport> {
  const now = parts.clock.now()
  const days = lastLocalDays(now, zone, dayCount)
  const from = Math.min(now - periodMs['90d'], days[0]?.from ?? now)
  const pieces = await piecesOf(db, watched, from, now, parts)
  const openings = await openingsBetween(db, watched.monitorIds, from, now)
  const incidents = (since: number, until: number) => openings.filter((at) => at >= since && at < until).length
  const period = (name: UptimePeriod) =>
    periodView(pieces, now - periodMs[name], now, incidents(now - periodMs[name], now))
  return {
    periods: Object.fromEntries(uptimePeriods.map((name) => [name, period(name)])) as Record<UptimePeriod, UptimeView>,
    days: days.map(({ date, from: since, to }) => {
      const time = spent(pieces, since, Math.min(to, now))
      return {
        date,
        uptime_percent: time.percent,
        down_ms: time.downMs,
        degraded_ms: time.degradedMs,
        maintenance_ms: time.maintenanceMs,
        no_data_ms: time.noDataMs,
        incidents: incidents(since, to),
      }
    }),
  }
}

function periodView(pieces: readonly TimePiece[], from: number, to: number, incidents: number): UptimeView {
  const time = spent(pieces, from, to)
  return {
    from: isoTime(from),
    to: isoTime(to),
    up_ms: time.upMs,
    degraded_ms: time.degradedMs,
    down_ms: time.downMs,
    maintenance_ms: time.maintenanceMs,
    unknown_ms: time.unknownMs,
    no_data_ms: time.noDataMs,
    uptime_percent: time.percent,
    incidents,
  }
}
