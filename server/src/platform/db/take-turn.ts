import type { Tx } from './contract.ts'

/**
 * Those who name the same matter (`project:5`) go one after the other: the next one comes out of this call when the
 * transaction before it has ended, and whatever it reads from then on is what that one left behind. For work that reads,
 * decides and writes, where PostgreSQL at READ COMMITTED would let two read before either writes and one statement cannot
 * decide alone. Take the turn before the first read that matters, and only one in a transaction.
 *
 * It is no row that waits but the name, so it never stands in the way of others who only touch the rows (the recorder of
 * results). On SQLite transactions take turns anyway.
 */
export async function takeTurn(tx: Tx, matter: string): Promise<void> {
  if (tx.engine === 'postgres') await tx.all('select pg_advisory_xact_lock(hashtextextended(?, 0))', [matter])
}
