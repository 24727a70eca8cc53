import type { Db, Tx } from '#platform/db/contract.ts'
import { portions, tableOf } from './roll-up-store.ts'

/** Tables whose rows grow old, with the column that says how old. */
export const aging = {
  raw: { table: 'result', column: 'slot_at' },
  evidence: { table: 'result_evidence', column: 'slot_at' },
  five_minutes: { table: tableOf('five_minutes'), column: 'bucket_at' },
  hour: { table: tableOf('hour'), column: 'bucket_at' },
  day: { table: tableOf('day'), column: 'bucket_at' },
} as const
export type Aging = keyof typeof aging

/** Deletes at most `most` of a monitor's oldest rows from before `cut`. Returns how many there were to delete. */
export async function deleteOldest(tx: Tx, what: Aging, monitorId: number, cut: number, most: number): Promise<number> {
  const { table, column } = aging[what]
  const [tooMany] = await tx.all<{ at: number }>(
    `select ${column} as at from ${table} where monitor_id = ? and ${column} < ? order by ${column} limit 1 offset ?`,
    [monitorId, cut, most],
  )
  return tx.run(`delete from ${table} where monitor_id = ? and ${column} < ?`, [monitorId, tooMany?.at ?? cut])
}

export async function countOlder(db: Db, what: Aging, monitorIds: readonly number[], cut: number): Promise<number> {
  const { table, column } = aging[what]
  let count = 0
  for (const ids of portions(monitorIds)) {
    const list = ids.map(() => '?').join(', ')
    const [row] = await db.all<{ n: number }>(
      `select count(*) as n from ${table} where monitor_id in (${list}) and ${column} < ?`,
      [...ids, cut],
    )
    count += Number(row?.n ?? 0)
  }
  return count
}

/** A monitor that is gone for good: its newest look goes now, its many rows when there is time. */
export async function markPurged(tx: Tx, monitorId: number): Promise<void> {
  await tx.run('delete from latest_look where monitor_id = ?', [monitorId])
  await tx.run('delete from look_memory where monitor_id = ?', [monitorId])
  await tx.run('delete from late_result where monitor_id = ?', [monitorId])
  await tx.run('insert into purged_monitor (monitor_id) values (?) on conflict do nothing', [monitorId])
}

export async function purgedMonitorIds(db: Db): Promise<number[]> {
  const rows = await db.all<{ monitor_id: number }>('select monitor_id from purged_monitor order by monitor_id')
  return rows.map((row) => row.monitor_id)
}

export async function forgetPurged(tx: Tx, monitorId: number): Promise<void> {
  await tx.run('delete from purged_monitor where monitor_id = ?', [monitorId])
}
