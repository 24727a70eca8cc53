import type { Db, Tx } from '#platform/db/contract.ts'

/** The id of a browser this person has signed in from before. */
export async function findDevice(db: Db, personId: number, tokenHash: string): Promise<number | undefined> {
  const [row] = await db.all<{ id: number }>('select id from known_device where person_id = ? and token_hash = ?', [
    personId,
    tokenHash,
  ])
  return row?.id
}

export async function isKnownNetwork(db: Db, personId: number, network: string): Promise<boolean> {
  const rows = await db.all('select 1 as one from known_device where person_id = ? and network = ? limit 1', [
    personId,
    network,
  ])
  return rows.length > 0
}

export async function rememberDevice(
  tx: Tx,
  device: { personId: number; tokenHash: string; network: string; userAgent: string | null },
  now: number,
): Promise<number> {
  const [row] = await tx.all<{ id: number }>(
    `insert into known_device (person_id, token_hash, network, user_agent, created_at, last_used_at)
     values (?, ?, ?, ?, ?, ?) on conflict (person_id, token_hash) do update set
       network = excluded.network, user_agent = excluded.user_agent, last_used_at = excluded.last_used_at
     returning id`,
    [device.personId, device.tokenHash, device.network, device.userAgent, now, now],
  )
  if (!row) throw new Error('a device was not stored')
  return row.id
}

export const forgetDevices = (tx: Tx, personId: number, exceptId: number | null = null): Promise<number> =>
  tx.run('delete from known_device where person_id = ? and id <> ?', [personId, exceptId ?? 0])

export const deleteDevicesUnusedSince = (tx: Tx, before: number): Promise<number> =>
  tx.run('delete from known_device where last_used_at < ?', [before])
