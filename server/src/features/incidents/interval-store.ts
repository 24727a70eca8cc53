import type { Db, Tx } from '#platform/db/contract.ts'
import type { MonitorJudgedState } from './incident-events.ts'

export type IntervalState = MonitorJudgedState | 'paused'

/** A stretch of a monitor's life in one confirmed state; `toAt` null is the one it is in. */
export interface StateInterval {
  readonly monitorId: number
  readonly fromAt: number
  readonly toAt: number | null
  readonly state: IntervalState
}

/**
 * From `at` on the monitor is in `state`; null leaves its time to nobody. Whatever was said of later times is taken back:
 * a back-dated change shortens the interval before it, and one that would be left without time goes.
 */
export async function enterState(tx: Tx, monitorId: number, at: number, state: IntervalState | null): Promise<void> {
  await tx.run('delete from state_interval where monitor_id = ? and from_at >= ?', [monitorId, at])
  await tx.run('update state_interval set to_at = ? where monitor_id = ? and (to_at is null or to_at > ?)', [
    at,
    monitorId,
    at,
  ])
  if (state === null) return
  await tx.run('insert into state_interval (monitor_id, from_at, to_at, state) values (?, ?, null, ?)', [
    monitorId,
    at,
    state,
  ])
}

interface Row {
  monitor_id: number
  from_at: number
  to_at: number | null
  state: IntervalState
}

const intervalOf = (row: Row): StateInterval => ({
  monitorId: row.monitor_id,
  fromAt: row.from_at,
  toAt: row.to_at,
  state: row.state,
})

const atOnce = 200
const inList = `(${Array(atOnce).fill('?').join(', ')})`

/** The intervals that touch a stretch of time, by monitor and then in order. They do not overlap, so one index range each. */
export async function intervalsBetween(
  db: Db,
  monitorIds: readonly number[],
  from: number,
  to: number,
): Promise<StateInterval[]> {
  const intervals: StateInterval[] = []
  for (let at = 0; at < monitorIds.length; at += atOnce) {
    const ids = Array.from({ length: atOnce }, (_, index) => monitorIds[at + index] ?? -1)
    const rows = await db.all<Row>(
      `select * from state_interval i where monitor_id in ${inList} and from_at < ?
       and from_at >= coalesce((select max(o.from_at) from state_interval o
         where o.monitor_id = i.monitor_id and o.from_at <= ?), 0)
       order by monitor_id, from_at`,
      [...ids, to, from],
    )
    for (const row of rows) intervals.push(intervalOf(row))
  }
  return intervals
}
