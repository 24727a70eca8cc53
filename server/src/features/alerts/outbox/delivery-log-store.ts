import type { AlertEvent, AlertSeverity, DeliveryState } from '@bongsu/contract/alerts.ts'
import { type Selectable, sql } from 'kysely'
import type { Db, Tx } from '#platform/db/contract.ts'
import type { DeliveryResult } from '../channels/contract.ts'
import type { AlertNews } from '../news.ts'
import type { Delivery } from './delivery.ts'
import { type DeliveryRow, deliveryOf } from './delivery-store.ts'

interface LogTables {
  delivery: DeliveryRow
  channel: { id: number; name: string; kind: string }
  person: { id: number; name: string }
}

/** What people read about the outbox; the sender has its own statements in delivery-store.ts. */
export interface LoggedDelivery {
  readonly delivery: Delivery
  /** Null when the channel was deleted since. */
  readonly channel: { readonly name: string; readonly kind: string } | null
}

export interface DeliverySearch {
  readonly state?: DeliveryState | undefined
  readonly event?: AlertEvent | undefined
  readonly severity?: AlertSeverity | undefined
  readonly channelId?: number | undefined
  readonly projectId?: number | undefined
  readonly incidentId?: number | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
}

export async function searchDeliveries(
  db: Db,
  search: DeliverySearch,
  page: { limit: number; offset: number },
): Promise<{ items: LoggedDelivery[]; total: number }> {
  let query = db.query<LogTables>().selectFrom('delivery')
  // Written out, because SQLite uses the partial index only where a query says the same.
  if (search.state === 'dead') query = query.where(sql<boolean>`state = 'dead'`)
  else if (search.state) query = query.where('state', '=', search.state)
  if (search.event) query = query.where('event', '=', search.event)
  if (search.severity) query = query.where('severity', '=', search.severity)
  if (search.channelId !== undefined) query = query.where('channel_id', '=', search.channelId)
  if (search.projectId !== undefined) query = query.where('project_id', '=', search.projectId)
  if (search.incidentId !== undefined) query = query.where('incident_id', '=', search.incidentId)
  if (search.from !== undefined) query = query.where('created_at', '>=', search.from)
  if (search.to !== undefined) query = query.where('created_at', '<', search.to)
  const { total } = await query.select((count) => count.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await query.selectAll().orderBy('seq', 'desc').limit(page.limit).offset(page.offset).execute()
  return { items: await withChannels(db, rows), total }
}

export async function findLogged(db: Db, id: string): Promise<LoggedDelivery | undefined> {
  const rows = await db.all<DeliveryRow>('select * from delivery where id = ?', [id])
  return (await withChannels(db, rows))[0]
}

async function withChannels(db: Db, rows: readonly Selectable<DeliveryRow>[]): Promise<LoggedDelivery[]> {
  const ids = [...new Set(rows.flatMap((row) => (row.channel_id === null ? [] : [row.channel_id])))]
  const channels =
    ids.length === 0
      ? []
      : await db
          .query<LogTables>()
          .selectFrom('channel')
          .select(['id', 'name', 'kind'])
          .where('id', 'in', ids)
          .execute()
  const byId = new Map(channels.map((channel) => [channel.id, channel]))
  return rows.map((row) => ({
    delivery: deliveryOf(row),
    channel: (row.channel_id !== null && byId.get(row.channel_id)) || null,
  }))
}

/** Each query in the words of its partial index: what is open and what is dead is little, however long the log is. */
export async function laneCounts(
  db: Db,
  lanes: readonly string[],
): Promise<Map<string, { waiting: number; dead: number }>> {
  const counts = new Map(lanes.map((lane) => [lane, { waiting: 0, dead: 0 }]))
  if (lanes.length === 0) return counts
  const inLanes = `lane in (${lanes.map(() => '?').join(', ')})`
  const waiting = await db.all<{ lane: string; n: number }>(
    `select lane, count(*) as n from delivery where ${inLanes} and state in ('pending', 'claimed', 'held') group by lane`,
    [...lanes],
  )
  const dead = await db.all<{ lane: string; n: number }>(
    `select lane, count(*) as n from delivery where ${inLanes} and state = 'dead' group by lane`,
    [...lanes],
  )
  for (const { lane, n } of waiting) counts.set(lane, { waiting: n, dead: 0 })
  for (const { lane, n } of dead) counts.set(lane, { waiting: counts.get(lane)?.waiting ?? 0, dead: n })
  return counts
}

export async function deadDeliveries(db: Db): Promise<number> {
  const [row] = await db.all<{ dead: number }>("select count(*) as dead from delivery where state = 'dead'")
  return row?.dead ?? 0
}

/** A test is not queued, but it belongs into the record. */
export async function recordTest(
  tx: Tx,
  test: { id: string; lane: string; channelId: number; news: AlertNews; result: DeliveryResult },
  at: number,
): Promise<void> {
  const { result, news } = test
  await tx.run(
    `insert into delivery (id, lane, channel_id, source_key, event, severity, news, state, attempts, next_at, touched_at,
       last_status, last_error, created_at, finished_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)`,
    [
      test.id,
      test.lane,
      test.channelId,
      news.key,
      news.event,
      news.severity,
      JSON.stringify(news),
      result.ok ? 'delivered' : 'dropped',
      at,
      at,
      result.status ?? null,
      result.ok ? null : JSON.stringify(result.message),
      at,
      at,
    ],
  )
}

/** Some at a time, so that nobody waits for a long delete. */
export const forgetDeliveries = (tx: Tx, before: number, limit: number): Promise<number> =>
  tx.run(
    'delete from delivery where seq in (select seq from delivery where finished_at is not null and finished_at < ? order by finished_at limit ?)',
    [before, limit],
  )

/** The newest news of one of these events, whoever it was told to. */
export async function lastNews(db: Db, events: readonly AlertEvent[]): Promise<AlertNews | undefined> {
  const [row] = await db.all<{ news: string }>(
    `select news from delivery where event in (${events.map(() => '?').join(', ')}) order by seq desc limit 1`,
    [...events],
  )
  // Safe because only the outbox writes the column.
  return row && (JSON.parse(row.news) as AlertNews)
}
