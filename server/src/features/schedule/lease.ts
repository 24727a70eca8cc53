import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Database, Db } from '#platform/db/contract.ts'

/**
 * Something only one process of the installation does at a time: a row that names the holder and lapses unless renewed.
 * Times are the database server's on PostgreSQL, so that machines with different clocks agree.
 */
export interface Lease {
  readonly name: string
  readonly holder: string
  readonly until: number
  /** Grows with every change of holder. */
  readonly fence: number
}

/** Machine, process, and a word of its own: a restarted process may have both the others again. */
export function processName(): string {
  const name = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`
  namesHere.add(name)
  return name
}

/** Names of this very process, which is more than one only where tests run several applications in it. */
const namesHere = new Set<string>()

/** Takes, renews or fails to get a lease. Returns the lease as it now stands and whether it is ours. */
export async function takeLease(
  database: Database,
  name: string,
  holder: string,
  forMs: number,
  clockNow: number,
): Promise<{ readonly isOurs: boolean; readonly lease: Lease }> {
  return database.transaction(async (tx) => {
    const now = await storeNow(tx, clockNow)
    const [known] = await tx.all<Lease>('select name, holder, until, fence from lease where name = ?', [name])
    const isFree = !known || known.until <= now || known.holder === holder || isDeadHere(known.holder)
    if (known && !isFree) return { isOurs: false, lease: known }
    const fence = (known?.fence ?? 0) + (known?.holder === holder ? 0 : 1)
    const written = await tx.run(
      `insert into lease (name, holder, until, fence) values (?, ?, ?, ?)
       on conflict (name) do update set holder = excluded.holder, until = excluded.until, fence = excluded.fence
       where lease.holder = ? and lease.fence = ?`,
      [name, holder, now + forMs, fence, known?.holder ?? holder, known?.fence ?? fence],
    )
    const [lease] = await tx.all<Lease>('select name, holder, until, fence from lease where name = ?', [name])
    if (!lease) throw new Error(`the lease "${name}" vanished while it was taken`)
    return { isOurs: written === 1 && lease.holder === holder, lease }
  })
}

export const dropLease = async (database: Database, name: string, holder: string): Promise<void> => {
  await database.run('update lease set until = 0 where name = ? and holder = ?', [name, holder])
}

export async function storeNow(db: Db, clockNow: number): Promise<number> {
  if (db.engine === 'sqlite') return clockNow
  const [row] = await db.all<{ now: number }>(
    'select cast(extract(epoch from clock_timestamp()) * 1000 as bigint) as now',
  )
  return row?.now ?? clockNow
}

/**
 * A holder on this very machine whose process is gone need not be waited for: after a crash checking goes on at once.
 * In a container every life has the same process number, so one that carries ours, but no word of ours, is dead as well.
 */
function isDeadHere(holder: string): boolean {
  const [host, pid] = holder.split(':')
  if (host !== hostname() || !pid) return false
  if (pid === String(process.pid)) return !namesHere.has(holder)
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
