import type { Db } from '#platform/db/contract.ts'
import { type Frame, Series } from './chart.ts'
import { availability } from './chart-view.ts'
import type { RecentTotals } from './recent-totals.ts'
import type { Total } from './results-key.ts'
import { addResult, mergeCounts, mergeRow } from './roll-up.ts'
import { allMonitors, bucketRowsOf, portions, progressOf, type RollUpSize, rawOf } from './roll-up-store.ts'

export interface Charted {
  readonly monitorIds: readonly number[]
  /** Monitors whose durations are no response times and therefore stay out of the figures; their counts do not. */
  readonly apart?: ReadonlySet<number>
}

const smaller = { day: 'hour', hour: 'five_minutes', five_minutes: null } as const satisfies Record<
  RollUpSize,
  RollUpSize | null
>

/**
 * The figures of some monitors in the steps of a frame: the largest fitting roll-ups as far as they are done, from there
 * on smaller ones, and raw rows for what is not rolled up yet, which is some minutes.
 */
export async function readSeries(db: Db, frame: Frame, { monitorIds, apart }: Charted): Promise<Series> {
  const series = new Series(frame)
  let from = frame.from
  for (let size: RollUpSize | null = frame.source; size !== null; size = smaller[size]) {
    const until = Math.min(frame.to, (await progressOf(db, size))?.doneTo ?? from)
    if (until <= from) continue
    for (const ids of portions(monitorIds)) {
      for (const row of await bucketRowsOf(db, size, ids, from, until)) {
        const step = series.stepAt(row.bucket_at)
        if (step) (apart?.has(row.monitor_id) ? mergeCounts : mergeRow)(step, row)
      }
    }
    from = until
  }
  await addRaw(db, series, monitorIds, apart !== undefined, from, frame.to)
  return series
}

async function addRaw(
  db: Db,
  series: Series,
  monitorIds: readonly number[],
  mixed: boolean,
  from: number,
  to: number,
): Promise<void> {
  for (const ids of portions(monitorIds)) {
    for (const row of await rawOf(db, ids, from, to)) {
      const step = series.stepAt(row.slot_at)
      if (step) addResult(step, row, mixed)
    }
  }
}

/** All monitors of the installation together, as far as they are rolled up: reading their newest rows would be dear. */
const readTotalSeries = (db: Db, frame: Frame): Promise<Series> => readSeries(db, frame, { monitorIds: [allMonitors] })

/** The same up to now, for a chart that somebody looks at. */
export async function readTotalSeriesToNow(db: Db, frame: Frame, recent: RecentTotals): Promise<Series> {
  const series = await readTotalSeries(db, frame)
  const rolledUpTo = (await progressOf(db, 'five_minutes'))?.doneTo ?? 0
  for (const { at, rollUp } of await recent.since(db, rolledUpTo)) series.add(at, rollUp)
  return series
}

/** From hours where they are done and five minutes after that. */
export async function totalOver(db: Db, from: number, to: number): Promise<Total> {
  const frame: Frame = { range: '24h', source: 'hour', stepMs: to - from, starts: [from], from, to }
  const total = (await readTotalSeries(db, frame)).total()
  return {
    availability: availability(total),
    averageMs: total.measured === 0 ? null : Math.round(total.sum / total.measured) / 10,
  }
}
