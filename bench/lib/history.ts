import { openIncident, resolveIncident } from '../../server/src/features/incidents/incident-store.ts'
import { enterState } from '../../server/src/features/incidents/interval-store.ts'
import { packTimings, toTenths } from '../../server/src/features/results/phases.ts'
import type { ResultValues } from '../../server/src/features/results/result-row.ts'
import { insertResults } from '../../server/src/features/results/result-store.ts'
import type { RollUp } from '../../server/src/features/results/roll-up.ts'
import {
  allMonitors,
  type RollUpSize,
  saveProgress,
  saveRollUps,
} from '../../server/src/features/results/roll-up-store.ts'
import { day, hour, minute } from '../../server/src/kernel/clock.ts'
import { lastLocalDays } from '../../server/src/kernel/local-day.ts'
import type { Database } from '../../server/src/platform/db/contract.ts'
import { asRow, randomFrom, rollUpShapes, someTimings, together } from './shapes.ts'

export interface History {
  readonly days: number
  readonly fiveMinutesDays: number
  readonly rawHours: number
  /** Of each monitor in `days`. */
  readonly outages: number
  /** Where the days of the installation begin and end. */
  readonly timeZone: string
}

interface MonitorRow {
  readonly id: number
  readonly project_id: number
  readonly kind: string
  readonly name: string
  readonly title: string
}

const fiveMinutes = 5 * minute
const rowsAtOnce = 20_000

/**
 * What an installation has behind it after `days` of watching at 60 s: results, roll-ups of every size, confirmed
 * states, incidents. Written by the rooms' own functions, so that it is what they would have written.
 */
export async function seedHistory(database: Database, history: History): Promise<void> {
  const monitors = await database.all<MonitorRow>(
    'select m.id, m.project_id, m.kind, m.name, p.title from monitor m join project p on p.id = m.project_id order by m.id',
  )
  const now = Math.floor(Date.now() / fiveMinutes) * fiveMinutes
  const random = randomFrom(7)
  await seedRollUps(database, monitors, history, now, random)
  await seedResults(database, monitors, now - history.rawHours * hour, now, random)
  await seedOutages(database, monitors, history, now, random)
}

/** Of every size, up to `now`, and noted as done. */
export async function seedRollUps(
  database: Database,
  monitors: readonly Pick<MonitorRow, 'id'>[],
  { days, fiveMinutesDays, timeZone }: Pick<History, 'days' | 'fiveMinutesDays' | 'timeZone'>,
  now: number,
  random: () => number = randomFrom(5),
): Promise<void> {
  const localDays = lastLocalDays(now, timeZone, days + 1)
  const [today, firstDay] = [localDays.at(-1)?.from ?? now, localDays[0]?.from ?? now]
  const thisHour = Math.floor(now / hour) * hour
  const starts: Record<RollUpSize, number[]> = {
    five_minutes: steps(now - fiveMinutesDays * day, now, fiveMinutes),
    hour: steps(Math.ceil(firstDay / hour) * hour, thisHour, hour),
    day: localDays.slice(0, -1).map(({ from }) => from),
  }
  const doneTo: Record<RollUpSize, number> = { five_minutes: now, hour: thisHour, day: today }
  const results: Record<RollUpSize, number> = { five_minutes: 5, hour: 60, day: 1440 }
  for (const size of ['five_minutes', 'hour', 'day'] as const) {
    const shapes = rollUpShapes(results[size], random)
    await saveAll(database, size, monitors, starts[size], shapes)
    await database.transaction((tx) => saveProgress(tx, size, { closedTo: doneTo[size], doneTo: doneTo[size] }))
  }
}

const steps = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.max(0, Math.floor((to - from) / step)) }, (_, index) => from + index * step)

async function saveAll(
  database: Database,
  size: RollUpSize,
  monitors: readonly Pick<MonitorRow, 'id'>[],
  starts: readonly number[],
  shapes: readonly RollUp[],
): Promise<void> {
  const rows = shapes.map(asRow)
  const ofAll = asRow(together(shapes))
  const ids = [allMonitors, ...monitors.map(({ id }) => id)]
  const atOnce = Math.max(1, Math.floor(rowsAtOnce / starts.length))
  for (let at = 0; at < ids.length; at += atOnce) {
    const batch = ids.slice(at, at + atOnce).flatMap((id) =>
      starts.map((bucket_at, index) => {
        const row = id === allMonitors ? ofAll : (rows[(id * 7 + index) % rows.length] ?? ofAll)
        return { ...row, monitor_id: id, bucket_at }
      }),
    )
    await database.transaction((tx) => saveRollUps(tx, size, batch))
  }
}

/** Minute by minute, as they come in: the order decides how full the pages of the store are. */
export async function seedResults(
  database: Database,
  monitors: readonly Pick<MonitorRow, 'id'>[],
  from: number,
  to: number,
  random: () => number,
  most = Number.POSITIVE_INFINITY,
): Promise<number> {
  let written = 0
  for (let at = from; at < to && written < most; at += minute) {
    for (let first = 0; first < monitors.length; first += rowsAtOnce) {
      const rows = monitors.slice(first, first + rowsAtOnce).map(({ id }) => someResult(id, at, random))
      await database.transaction((tx) => insertResults(tx, rows))
      written += rows.length
    }
  }
  return written
}

export function someResult(monitorId: number, slotAt: number, random: () => number): ResultValues {
  const timings = someTimings(random)
  const isUp = random() < 0.999
  const phase = (monitorId * 7919) % minute
  return isUp
    ? [monitorId, slotAt + phase, 0, toTenths(timings.total), packTimings(timings), 200, null, 0]
    : [monitorId, slotAt + phase, 2, toTenths(timings.total), packTimings(timings), 503, 5, 2 << 8]
}

/** Every monitor was up but for some outages of a few minutes, each with its incident. */
async function seedOutages(
  database: Database,
  monitors: readonly MonitorRow[],
  { days, outages }: History,
  now: number,
  random: () => number,
): Promise<void> {
  const from = now - days * day
  const gap = (days * day) / (outages + 1)
  const message = { ko: 'HTTP 503 응답을 받았습니다.', en: 'It answered HTTP 503.' }
  for (let first = 0; first < monitors.length; first += 100) {
    await database.transaction(async (tx) => {
      for (const monitor of monitors.slice(first, first + 100)) {
        await enterState(tx, monitor.id, from, 'up')
        for (let n = 1; n <= outages; n++) {
          const openedAt = Math.floor(from + gap * n - random() * 0.5 * gap)
          const resolvedAt = openedAt + Math.ceil(random() * 20) * minute
          await enterState(tx, monitor.id, openedAt, 'down')
          await enterState(tx, monitor.id, resolvedAt, 'up')
          const incident = await openIncident(tx, {
            monitorId: monitor.id,
            projectId: monitor.project_id,
            kind: monitor.kind,
            monitorName: monitor.name,
            projectTitle: monitor.title,
            openedAt,
            confirmedAt: openedAt + minute,
            message,
            errorCode: 'http',
            evidence: null,
            failures: 3,
            searchText: `${monitor.title} ${monitor.name} http 503`.toLowerCase(),
          })
          await resolveIncident(tx, incident, resolvedAt, 'recovered')
        }
      }
    })
  }
}
