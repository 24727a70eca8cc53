import { minute } from '#kernel/clock.ts'
import type { Db, Tx } from '#platform/db/contract.ts'
import type { Delivery, HeldFor } from './delivery.ts'
import { type DeliveryRow, deliveryOf, isOpen } from './delivery-store.ts'

/** A row written this far in the future means that the wall clock was set back: its times say nothing any more. */
const clockSlackMs = minute

/**
 * Due: its time has come, or the claim on it ran out. Ready: nothing earlier about the same matter is still on its way,
 * be it as a row of its own or inside another message. Held rows hold up nobody.
 */
const isDue = `(
  (d.state in ('pending', 'held') and (d.next_at <= ? or d.touched_at > ?))
  or (d.state = 'claimed' and (d.claimed_until <= ? or d.touched_at > ?))
)`
const dueParams = (now: number): number[] => [now, now + clockSlackMs, now, now + clockSlackMs]
const isReady = `not exists (
  select 1 from delivery e
  where e.order_key = d.order_key and e.seq < d.seq and e.${isOpen} and e.state <> 'held'
) and not exists (
  select 1 from delivery e join delivery g on g.id = e.merged_into
  where e.order_key = d.order_key and e.seq < d.seq and e.state = 'merged' and g.${isOpen} and g.id <> d.id
)`

/** Lanes that have something to send now, longest waiting first. */
export async function dueLanes(db: Db, now: number, limit: number): Promise<string[]> {
  const rows = await db.all<{ lane: string }>(
    `select d.lane as lane from delivery d where d.${isOpen} and ${isDue} and ${isReady}
     group by d.lane order by min(d.seq) limit ?`,
    [...dueParams(now), limit],
  )
  return rows.map((row) => row.lane)
}

/** Locked until the transaction ends; rows another sender is looking at are passed over. */
export async function dueOfLane(tx: Tx, lane: string, now: number, limit: number): Promise<Delivery[]> {
  const lock = tx.engine === 'postgres' ? 'for update of d skip locked' : ''
  const rows = await tx.all<DeliveryRow>(
    `select d.* from delivery d where d.lane = ? and d.${isOpen} and ${isDue} and ${isReady}
     order by d.seq limit ? ${lock}`,
    [lane, ...dueParams(now), limit],
  )
  return rows.map(deliveryOf)
}

/** When the next row of the future wakes up; null when there is none. */
export async function nextDueAt(db: Db, now: number): Promise<number | null> {
  const [row] = await db.all<{ at: number | null }>(
    `select min(case when state = 'claimed' then claimed_until else next_at end) as at from delivery
     where ${isOpen} and (case when state = 'claimed' then claimed_until else next_at end) > ?`,
    [now],
  )
  return row?.at ?? null
}

/** When the news that a storm holds back in this lane is to be told. */
export async function stormEndsAt(tx: Tx, lane: string): Promise<number | null> {
  const [row] = await tx.all<{ at: number | null }>(
    `select min(next_at) as at from delivery where lane = ? and ${isOpen} and held_for = 'storm'`,
    [lane],
  )
  return row?.at ?? null
}

/** How many messages this lane was sent, also inside others, since `since`. */
export async function recentlyTold(tx: Tx, lane: string, since: number): Promise<number> {
  const [row] = await tx.all<{ told: number }>(
    "select count(*) as told from delivery where lane = ? and finished_at > ? and state in ('delivered', 'merged')",
    [lane, since],
  )
  return row?.told ?? 0
}

/** A crash counts as a try: a message that kills us must not do so for ever. */
export async function claimDelivery(tx: Tx, seq: number, by: string, until: number, at: number): Promise<void> {
  await tx.run(
    "update delivery set state = 'claimed', held_for = null, claimed_by = ?, claimed_until = ?, attempts = attempts + 1, touched_at = ? where seq = ?",
    [by, until, at, seq],
  )
}

export async function holdDelivery(tx: Tx, seq: number, heldFor: HeldFor, until: number, at: number): Promise<void> {
  await tx.run("update delivery set state = 'held', held_for = ?, next_at = ?, touched_at = ? where seq = ?", [
    heldFor,
    until,
    at,
    seq,
  ])
}

/** Of a row that `dueOfLane` has locked: it is no longer true. */
export async function dropDue(tx: Tx, seq: number, at: number): Promise<void> {
  await tx.run(
    "update delivery set state = 'dropped', held_for = null, finished_at = ?, touched_at = ? where seq = ?",
    [at, at, seq],
  )
}
