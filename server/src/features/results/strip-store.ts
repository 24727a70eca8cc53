import type { Db } from '#platform/db/contract.ts'
import type { Result } from './result.ts'
import { type ResultRow, resultOf } from './result-row.ts'

const atOnce = 25
const oneMonitor = 'select * from (select * from result where monitor_id = ? order by slot_at desc limit ?) as strip'
const statement = Array(atOnce).fill(oneMonitor).join(' union all ')

/** The newest results of each monitor, oldest first: one short index range each, many monitors a statement. */
export async function newestResults(
  db: Db,
  monitorIds: readonly number[],
  each: number,
): Promise<Map<number, Result[]>> {
  const strips = new Map<number, Result[]>()
  for (let at = 0; at < monitorIds.length; at += atOnce) {
    const params = Array.from({ length: atOnce }, (_, index) => [monitorIds[at + index] ?? -1, each]).flat()
    for (const row of await db.all<ResultRow>(statement, params)) {
      const strip = strips.get(row.monitor_id) ?? []
      strips.set(row.monitor_id, strip)
      strip.push(resultOf(row))
    }
  }
  for (const strip of strips.values()) strip.sort((a, b) => a.slotAt - b.slotAt)
  return strips
}
