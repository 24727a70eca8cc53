import type { AlertEvent, AlertSeverity, DeliveryState } from '@bongsu/contract/alerts.ts'
import type { Text } from '@bongsu/contract/text.ts'
import type { Db, SqlValue, Tx } from '#platform/db/contract.ts'
import type { AlertNews } from '../news.ts'
import type { Delivery, DeliveryDraft, HeldFor } from './delivery.ts'

export interface DeliveryRow {
  seq: number
  id: string
  lane: string
  channel_id: number | null
  person_id: number | null
  source_key: string
  order_key: string | null
  event: AlertEvent
  severity: AlertSeverity
  project_id: number | null
  monitor_id: number | null
  incident_id: number | null
  news: string
  state: DeliveryState
  held_for: HeldFor | null
  attempts: number
  next_at: number
  claimed_by: string | null
  claimed_until: number | null
  touched_at: number
  is_unreachable: number
  last_status: number | null
  last_error: string | null
  merged_into: string | null
  fallback_for: string | null
  fallback_told: number
  created_at: number
  finished_at: number | null
}

/** The words of the partial indexes: SQLite uses one only where a query says the same. */
export const isOpen = "state in ('pending', 'claimed', 'held')"

export const deliveryOf = (row: DeliveryRow): Delivery => ({
  seq: row.seq,
  id: row.id,
  lane: row.lane,
  channelId: row.channel_id,
  personId: row.person_id,
  sourceKey: row.source_key,
  orderKey: row.order_key,
  event: row.event,
  severity: row.severity,
  projectId: row.project_id,
  monitorId: row.monitor_id,
  incidentId: row.incident_id,
  // Safe because only this file writes the JSON columns.
  news: JSON.parse(row.news) as AlertNews,
  state: row.state,
  heldFor: row.held_for,
  attempts: row.attempts,
  nextAt: row.next_at,
  claimedBy: row.claimed_by,
  lastStatus: row.last_status,
  lastError: row.last_error === null ? null : (JSON.parse(row.last_error) as Text),
  mergedInto: row.merged_into,
  fallbackFor: row.fallback_for,
  isFallbackTold: row.fallback_told === 1,
  createdAt: row.created_at,
  finishedAt: row.finished_at,
})

const columns = {
  id: 'text',
  lane: 'text',
  channel_id: 'bigint',
  person_id: 'bigint',
  source_key: 'text',
  order_key: 'text',
  event: 'text',
  severity: 'text',
  project_id: 'bigint',
  monitor_id: 'bigint',
  incident_id: 'bigint',
  news: 'text',
  state: 'text',
  held_for: 'text',
  next_at: 'bigint',
  touched_at: 'bigint',
  fallback_for: 'text',
  created_at: 'bigint',
} as const

/** Rows whose lane has this news already are left out. Returns how many were written. */
export function insertDeliveries(tx: Tx, drafts: readonly DeliveryDraft[], at: number): Promise<number> {
  const rows = drafts.map((draft): SqlValue[] => [
    draft.id,
    draft.lane,
    draft.channelId,
    draft.personId,
    draft.sourceKey,
    draft.orderKey,
    draft.news.event,
    draft.severity,
    draft.news.project?.id ?? null,
    draft.news.monitor?.id ?? null,
    draft.news.incidentId,
    JSON.stringify(draft.news),
    draft.heldFor === null ? 'pending' : 'held',
    draft.heldFor,
    draft.nextAt,
    at,
    draft.fallbackFor,
    at,
  ])
  return tx.insertMany('delivery', columns, rows, 'on conflict (lane, source_key) do nothing')
}

/** What a lane was or will be told about the same matter, newest first. */
export async function toldBefore(tx: Tx, orderKey: string): Promise<EarlierDelivery[]> {
  const rows = await tx.all<
    Pick<DeliveryRow, 'seq' | 'source_key' | 'event' | 'severity' | 'incident_id' | 'held_for'>
  >(
    'select seq, source_key, event, severity, incident_id, held_for from delivery where order_key = ? order by seq desc limit 20',
    [orderKey],
  )
  return rows.map((row) => ({
    seq: row.seq,
    sourceKey: row.source_key,
    event: row.event,
    severity: row.severity,
    incidentId: row.incident_id,
    heldFor: row.held_for,
  }))
}

export type EarlierDelivery = Pick<Delivery, 'seq' | 'sourceKey' | 'event' | 'severity' | 'incidentId' | 'heldFor'>

/** Takes a row into another message unless a sender holds it at this moment. */
export async function mergeDelivery(tx: Tx, seq: number, into: string, at: number): Promise<Delivery | undefined> {
  const [row] = await tx.all<DeliveryRow>(
    `update delivery set state = 'merged', merged_into = ?, held_for = null, finished_at = ?, touched_at = ?
     where seq = ? and state in ('pending', 'held') returning *`,
    [into, at, at, seq],
  )
  return row && deliveryOf(row)
}

export async function mergeAll(tx: Tx, seqs: readonly number[], into: string, at: number): Promise<void> {
  for (let from = 0; from < seqs.length; from += 400) {
    const some = seqs.slice(from, from + 400)
    await tx.run(
      `update delivery set state = 'merged', merged_into = ?, held_for = null, finished_at = ?, touched_at = ?
       where seq in (${some.map(() => '?').join(', ')}) and state in ('pending', 'held', 'claimed')`,
      [into, at, at, ...some],
    )
  }
}

/** It is no longer true. What a sender holds at this moment is finished by it. */
export async function dropDelivery(tx: Tx, seq: number, at: number): Promise<void> {
  await tx.run(
    `update delivery set state = 'dropped', held_for = null, finished_at = ?, touched_at = ?
     where seq = ? and state in ('pending', 'held')`,
    [at, at, seq],
  )
}

export async function deliveryById(db: Db, id: string): Promise<Delivery | undefined> {
  const [row] = await db.all<DeliveryRow>('select * from delivery where id = ?', [id])
  return row && deliveryOf(row)
}

export async function setNews(tx: Tx, seq: number, news: AlertNews): Promise<void> {
  await tx.run('update delivery set news = ? where seq = ?', [JSON.stringify(news), seq])
}

/** False when the claim was lost to somebody else meanwhile: what that one does counts. */
export async function markDelivered(
  tx: Tx,
  claim: { seq: number; by: string },
  status: number | null,
  at: number,
): Promise<boolean> {
  const changed = await tx.run(
    `update delivery set state = 'delivered', finished_at = ?, touched_at = ?, last_status = ?, last_error = null,
       claimed_by = null, claimed_until = null, is_unreachable = 0
     where seq = ? and state = 'claimed' and claimed_by = ?`,
    [at, at, status, claim.seq, claim.by],
  )
  return changed > 0
}

export interface FailureNote {
  /** Null gives up. */
  readonly nextAt: number | null
  readonly status: number | null
  readonly error: Text
  readonly isUnreachable: boolean
  /** A try that was cut short by our own stopping does not count. */
  readonly isUncounted?: boolean
}

export async function markFailed(
  tx: Tx,
  claim: { seq: number; by: string },
  note: FailureNote,
  at: number,
): Promise<boolean> {
  const isDead = note.nextAt === null
  const changed = await tx.run(
    `update delivery set state = ?, next_at = ?, finished_at = ?, touched_at = ?, last_status = ?, last_error = ?,
       is_unreachable = ?, attempts = attempts - ?, claimed_by = null, claimed_until = null
     where seq = ? and state = 'claimed' and claimed_by = ?`,
    [
      isDead ? 'dead' : 'pending',
      note.nextAt ?? at,
      isDead ? at : null,
      at,
      note.status,
      JSON.stringify(note.error),
      note.isUnreachable ? 1 : 0,
      note.isUncounted ? 1 : 0,
      claim.seq,
      claim.by,
    ],
  )
  return changed > 0
}

export async function noteFallbackTold(tx: Tx, seq: number): Promise<void> {
  await tx.run('update delivery set fallback_told = 1 where seq = ?', [seq])
}

/** The receiver answers again: what waits only because nobody could be reached is tried at once, oldest first. */
export async function hurryLane(tx: Tx, lane: string, at: number): Promise<number> {
  return tx.run(
    "update delivery set next_at = ?, touched_at = ? where lane = ? and state = 'pending' and is_unreachable = 1 and next_at > ?",
    [at, at, lane, at],
  )
}

export async function hurryAll(tx: Tx, at: number): Promise<number> {
  return tx.run(
    "update delivery set next_at = ?, touched_at = ? where state = 'pending' and is_unreachable = 1 and next_at > ?",
    [at, at, at],
  )
}

/** Nobody wants it any more. */
export async function dropLane(tx: Tx, lane: string, at: number): Promise<number> {
  return tx.run(
    "update delivery set state = 'dropped', held_for = null, finished_at = ?, touched_at = ? where lane = ? and state in ('pending', 'held')",
    [at, at, lane],
  )
}

/** Nothing more is sent here: what waits is given up, visibly. A claimed row is finished by its sender. */
export async function giveUpLane(tx: Tx, lane: string, error: Text, at: number): Promise<number> {
  return tx.run(
    `update delivery set state = case when event = 'reminder' then 'dropped' else 'dead' end,
       held_for = null, finished_at = ?, touched_at = ?, last_error = ?
     where lane = ? and state in ('pending', 'held')`,
    [at, at, JSON.stringify(error), lane],
  )
}

/** Sends a finished row once more, under the same id. */
export async function reopenDelivery(tx: Tx, id: string, at: number): Promise<boolean> {
  const changed = await tx.run(
    `update delivery set state = 'pending', attempts = 0, next_at = ?, touched_at = ?, finished_at = null, is_unreachable = 0, fallback_told = 0
     where id = ? and state in ('dead', 'delivered', 'dropped')`,
    [at, at, id],
  )
  return changed > 0
}

/** The incidents a message told of: its own and those of everything that was merged into it, at any depth. */
export async function incidentsTold(tx: Tx, id: string): Promise<number[]> {
  const rows = await tx.all<{ incident_id: number }>(
    `with recursive told (id, incident_id) as (
       select id, incident_id from delivery where id = ?
       union
       select d.id, d.incident_id from delivery d join told t on d.merged_into = t.id
     )
     select distinct incident_id from told where incident_id is not null order by incident_id`,
    [id],
  )
  return rows.map((row) => row.incident_id)
}

/** Later rows about the same matter that are still to be told, soonest first. */
export async function waitingBehind(tx: Tx, orderKey: string, seq: number): Promise<Delivery[]> {
  const rows = await tx.all<DeliveryRow>(
    `select * from delivery where order_key = ? and ${isOpen} and state <> 'claimed' and seq > ? order by seq`,
    [orderKey, seq],
  )
  return rows.map(deliveryOf)
}
