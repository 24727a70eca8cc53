import type { AlertSeverity, NotificationType } from '@bongsu/contract/alerts.ts'
import type { Text } from '@bongsu/contract/text.ts'
import { type Generated, type Selectable, sql } from 'kysely'
import type { Db, SqlValue, Tx } from '#platform/db/contract.ts'

/** One entry in one person's notification centre. */
export interface Notification {
  readonly id: number
  readonly personId: number
  readonly type: NotificationType
  readonly severity: AlertSeverity
  readonly title: Text
  readonly message: Text
  readonly projectId: number | null
  readonly monitorId: number | null
  readonly incidentId: number | null
  readonly link: string | null
  readonly readAt: number | null
  readonly createdAt: number
}

export interface NotificationDraft extends Omit<Notification, 'id' | 'readAt' | 'createdAt'> {
  /** Unique per person: the same news is in a centre once. */
  readonly key: string
}

interface NotificationRow {
  id: Generated<number>
  person_id: number
  source_key: string
  type: NotificationType
  severity: AlertSeverity
  title: string
  message: string
  project_id: number | null
  monitor_id: number | null
  incident_id: number | null
  link: string | null
  read_at: number | null
  created_at: number
}

export interface NotificationTables {
  notification: NotificationRow
}

const notificationOf = (row: Selectable<NotificationRow>): Notification => ({
  id: row.id,
  personId: row.person_id,
  type: row.type,
  severity: row.severity,
  // Safe because only this file writes the JSON columns.
  title: JSON.parse(row.title) as Text,
  message: JSON.parse(row.message) as Text,
  projectId: row.project_id,
  monitorId: row.monitor_id,
  incidentId: row.incident_id,
  link: row.link,
  readAt: row.read_at,
  createdAt: row.created_at,
})

const columns = {
  person_id: 'bigint',
  source_key: 'text',
  type: 'text',
  severity: 'text',
  title: 'text',
  message: 'text',
  project_id: 'bigint',
  monitor_id: 'bigint',
  incident_id: 'bigint',
  link: 'text',
  created_at: 'bigint',
} as const

export function insertNotifications(tx: Tx, drafts: readonly NotificationDraft[], at: number): Promise<number> {
  const rows = drafts.map((one): SqlValue[] => [
    one.personId,
    one.key,
    one.type,
    one.severity,
    JSON.stringify(one.title),
    JSON.stringify(one.message),
    one.projectId,
    one.monitorId,
    one.incidentId,
    one.link,
    at,
  ])
  return tx.insertMany('notification', columns, rows, 'on conflict (person_id, source_key) do nothing')
}

export async function isIncidentKnown(tx: Tx, incidentId: number): Promise<boolean> {
  return (await tx.all('select 1 from notification where incident_id = ? limit 1', [incidentId])).length > 0
}

export async function countNotified(db: Db, incidentId: number): Promise<number> {
  const [row] = await db.all<{ people: number }>(
    'select count(distinct person_id) as people from notification where incident_id = ?',
    [incidentId],
  )
  return row?.people ?? 0
}

export interface NotificationSearch {
  readonly personId: number
  readonly isRead?: boolean | undefined
  readonly type?: NotificationType | undefined
  readonly severity?: AlertSeverity | undefined
  readonly projectId?: number | undefined
  readonly incidentId?: number | undefined
}

export async function searchNotifications(
  db: Db,
  search: NotificationSearch,
  page: { limit: number; offset: number },
): Promise<{ notifications: Notification[]; total: number }> {
  let query = db.query<NotificationTables>().selectFrom('notification').where('person_id', '=', search.personId)
  if (search.isRead === true) query = query.where('read_at', 'is not', null)
  // Written out, because SQLite uses the partial index only where a query says the same.
  if (search.isRead === false) query = query.where(sql<boolean>`read_at is null`)
  if (search.type) query = query.where('type', '=', search.type)
  if (search.severity) query = query.where('severity', '=', search.severity)
  if (search.projectId !== undefined) query = query.where('project_id', '=', search.projectId)
  if (search.incidentId !== undefined) query = query.where('incident_id', '=', search.incidentId)
  const { total } = await query.select((count) => count.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await query.selectAll().orderBy('id', 'desc').limit(page.limit).offset(page.offset).execute()
  return { notifications: rows.map(notificationOf), total }
}

export async function unreadCounts(db: Db, personIds: readonly number[]): Promise<Map<number, number>> {
  const rows = await db.all<{ person_id: number; unread: number }>(
    `select person_id, count(*) as unread from notification
     where person_id in (${marks(personIds)}) and read_at is null group by person_id`,
    [...personIds],
  )
  return new Map(rows.map((row) => [row.person_id, row.unread]))
}

/** The entries that one piece of news left, by person. */
export async function notificationIds(
  db: Db,
  key: string,
  personIds: readonly number[],
): Promise<Map<number, number[]>> {
  const rows = await db.all<{ person_id: number; id: number }>(
    `select person_id, id from notification where person_id in (${marks(personIds)}) and source_key = ?`,
    [...personIds, key],
  )
  return new Map(rows.map((row) => [row.person_id, [row.id]]))
}

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ')

/** Only the person's own: somebody else's id is as unknown as one that never was. */
export async function findNotification(db: Db, personId: number, id: number): Promise<Notification | undefined> {
  const [row] = await db.all<Selectable<NotificationRow>>('select * from notification where id = ? and person_id = ?', [
    id,
    personId,
  ])
  return row && notificationOf(row)
}

/** The time of the first reading stays, also when two windows read it at once. */
export const setRead = (tx: Tx, personId: number, id: number, readAt: number | null): Promise<number> =>
  readAt === null
    ? tx.run('update notification set read_at = null where id = ? and person_id = ?', [id, personId])
    : tx.run('update notification set read_at = coalesce(read_at, ?) where id = ? and person_id = ?', [
        readAt,
        id,
        personId,
      ])

export const setAllRead = (tx: Tx, personId: number, projectId: number | null, readAt: number): Promise<number> =>
  projectId === null
    ? tx.run('update notification set read_at = ? where person_id = ? and read_at is null', [readAt, personId])
    : tx.run('update notification set read_at = ? where person_id = ? and read_at is null and project_id = ?', [
        readAt,
        personId,
        projectId,
      ])

export const deleteNotification = (tx: Tx, personId: number, id: number): Promise<number> =>
  tx.run('delete from notification where id = ? and person_id = ?', [id, personId])

/** Some at a time, so that nobody waits for a long delete. Unread ones go too: nobody will look at them any more. */
export const forgetNotifications = (tx: Tx, before: number, limit: number): Promise<number> =>
  tx.run(
    'delete from notification where id in (select id from notification where created_at < ? order by created_at limit ?)',
    [before, limit],
  )
