import { createHash, randomBytes } from 'node:crypto'
import type { Db, Tx } from '#platform/db/contract.ts'
import { type Sealer, sealedPlace } from '#platform/secrets/sealer.ts'

/** Where a monitor is signalled to. */
export interface SignalAddress {
  readonly monitorId: number
  readonly token: string
  readonly openedAt: number
}

/** 192 bits: nobody finds one by trying. */
const newToken = (): string => randomBytes(24).toString('base64url')
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')
const place = (monitorId: number): string => sealedPlace('signal_address', monitorId, 'token')

export const pathOf = (token: string): string => `/api/v1/heartbeat/${token}`

/** Gives a monitor its address, or a new one in place of the old. */
export async function openAddress(tx: Tx, sealer: Sealer, monitorId: number, at: number): Promise<SignalAddress> {
  const token = newToken()
  await tx.run(
    `insert into signal_address (monitor_id, token_hash, token_sealed, opened_at) values (?, ?, ?, ?)
     on conflict (monitor_id) do update set token_hash = excluded.token_hash, token_sealed = excluded.token_sealed`,
    [monitorId, hashOf(token), sealer.seal(token, place(monitorId)), at],
  )
  return { monitorId, token, openedAt: at }
}

export async function addressOf(db: Db, sealer: Sealer, monitorId: number): Promise<SignalAddress | undefined> {
  const [row] = await db.all<{ token_sealed: string; opened_at: number }>(
    'select token_sealed, opened_at from signal_address where monitor_id = ?',
    [monitorId],
  )
  return row && { monitorId, token: sealer.open(row.token_sealed, place(monitorId)), openedAt: row.opened_at }
}

/** Found by its hash: comparing takes no time that would tell anything of a token. */
export async function monitorOfToken(db: Db, token: string): Promise<number | undefined> {
  const [row] = await db.all<{ monitor_id: number }>('select monitor_id from signal_address where token_hash = ?', [
    hashOf(token),
  ])
  return row?.monitor_id
}
