import type { Role } from '@bongsu/contract/permissions.ts'
import type { Db, Tx } from '#platform/db/contract.ts'

export interface Invitation {
  readonly id: number
  /** Only this address may use it; null for whoever has the code. */
  readonly email: string | null
  readonly role: Role
  readonly created_at: number
  readonly expires_at: number
  readonly used_at: number | null
}

const columns = 'id, email, role, created_at, expires_at, used_at'

export async function insertInvitation(
  tx: Tx,
  invitation: { codeHash: string; email: string | null; role: Role; createdBy: number; expiresAt: number },
  now: number,
): Promise<Invitation> {
  const [row] = await tx.all<Invitation>(
    `insert into invitation (code_hash, email, role, created_by, created_at, expires_at) values (?, ?, ?, ?, ?, ?)
     returning ${columns}`,
    [invitation.codeHash, invitation.email, invitation.role, invitation.createdBy, now, invitation.expiresAt],
  )
  if (!row) throw new Error('an invitation was not stored')
  return row
}

export const allInvitations = (db: Db): Promise<Invitation[]> =>
  db.all(`select ${columns} from invitation order by id desc limit 500`)

/** One that still opens the door. */
export async function findOpenInvitation(db: Db, codeHash: string, now: number): Promise<Invitation | undefined> {
  const [row] = await db.all<Invitation>(
    `select ${columns} from invitation where code_hash = ? and used_at is null and expires_at > ?`,
    [codeHash, now],
  )
  return row
}

/** True for the one person who comes first with it. */
export const useInvitation = async (tx: Tx, id: number, now: number): Promise<boolean> =>
  (await tx.run('update invitation set used_at = ? where id = ? and used_at is null', [now, id])) === 1

export const deleteInvitation = (tx: Tx, id: number): Promise<number> =>
  tx.run('delete from invitation where id = ?', [id])

export const deleteInvitationsExpiredBefore = (tx: Tx, before: number): Promise<number> =>
  tx.run('delete from invitation where expires_at < ?', [before])
