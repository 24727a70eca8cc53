import type { Database } from '#platform/db/contract.ts'
import type { Transition } from './check-deliveries.ts'

/** What must hold in the store at any moment, whatever was killed; every broken rule in words. */
export async function inspectStore(store: Database): Promise<string[]> {
  const count = async (sql: string) => Number((await store.all<{ n: number }>(sql))[0]?.n)
  const broken: string[] = []
  const doubled = await count(
    'select count(*) as n from (select monitor_id from incident where resolved_at is null group by monitor_id having count(*) > 1) as doubled',
  )
  if (doubled > 0) broken.push(`${doubled} monitors have two open incidents`)
  const untold = await count(
    "select count(*) as n from state_change s where s.suppressed is null and s.what in ('down', 'recovered') and not exists (select 1 from delivery d where d.incident_id = s.incident_id)",
  )
  if (untold > 0) broken.push(`${untold} state changes were committed without a delivery`)
  const statesApart = await count(
    "select count(*) as n from monitor_state m where m.state = 'down' and not exists (select 1 from incident i where i.monitor_id = m.monitor_id and i.resolved_at is null)",
  )
  if (statesApart > 0) broken.push(`${statesApart} monitors are down without an open incident`)
  const changedTwice = await count(
    `select count(*) as n from (select incident_id from state_change where what in ('down', 'recovered') and incident_id is not null
       group by incident_id, what, at having count(*) > 1) as twice`,
  )
  if (changedTwice > 0) broken.push(`${changedTwice} state changes were committed twice`)
  if (store.engine === 'sqlite') {
    const [row] = await store.all<{ integrity_check: string }>('pragma integrity_check')
    if (row?.integrity_check !== 'ok') broken.push(`the store is damaged: ${row?.integrity_check}`)
  }
  return broken
}

/** The changes that somebody had to be told of, in their order. */
export async function committedChanges(store: Database): Promise<Transition[]> {
  const rows = await store.all<{ incident_id: number; what: string }>(
    "select incident_id, what from state_change where suppressed is null and what in ('down', 'recovered') order by id",
  )
  return rows.map((row) => ({ incidentId: Number(row.incident_id), event: row.what }))
}

/** The longest time in ms between two results of one monitor. */
export async function longestGap(store: Database, monitors: readonly number[]): Promise<number> {
  let longest = 0
  for (const monitor of monitors) {
    const rows = await store.all<{ at: number }>(
      'select slot_at as at from result where monitor_id = ? order by slot_at',
      [monitor],
    )
    rows.forEach((row, index) => {
      const before = rows[index - 1]
      if (before) longest = Math.max(longest, row.at - before.at)
    })
  }
  return longest
}
