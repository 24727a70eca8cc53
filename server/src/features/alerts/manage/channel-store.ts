import type { AlertSeverity, AlertTopic, QuietHours } from '@bongsu/contract/alerts.ts'
import type { Language } from '@bongsu/contract/text.ts'
import { type Generated, type Selectable, sql } from 'kysely'
import type { Db, Tx } from '#platform/db/contract.ts'
import type { Channel, ChannelScope, ManagedField } from './channel.ts'

interface ChannelRow {
  id: Generated<number>
  kind: string
  name: string
  options: string
  language: Language
  all_projects: number
  events: string
  min_severity: AlertSeverity
  is_enabled: number
  disabled_reason: string | null
  quiet_hours: string | null
  reminder_minutes: number | null
  escalation_minutes: number | null
  fallback_channel_id: number | null
  managed_project_id: number | null
  managed_field: ManagedField | null
  consecutive_failures: Generated<number>
  last_delivered_at: number | null
  last_failed_at: number | null
  last_error: string | null
  created_at: number
  updated_at: number
}

export interface ChannelTables {
  channel: ChannelRow
  channel_project: { channel_id: number; project_id: number }
  channel_tag: { channel_id: number; tag: string }
}

type Health = 'consecutiveFailures' | 'lastDeliveredAt' | 'lastFailedAt' | 'lastError'
export type ChannelDraft = Omit<Channel, 'id' | 'createdAt' | 'updatedAt' | Health>

const noScope: ChannelScope = { allProjects: false, projectIds: [], tags: [] }

const channelOf = (row: Selectable<ChannelRow>, scope: ChannelScope = noScope): Channel => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  // Safe because only this file writes the JSON columns.
  options: JSON.parse(row.options) as Record<string, unknown>,
  language: row.language,
  scope: { ...scope, allProjects: row.all_projects === 1 },
  events: JSON.parse(row.events) as AlertTopic[],
  minSeverity: row.min_severity,
  isEnabled: row.is_enabled === 1,
  disabledReason: row.disabled_reason,
  quietHours: row.quiet_hours === null ? null : (JSON.parse(row.quiet_hours) as QuietHours),
  reminderMinutes: row.reminder_minutes,
  escalationMinutes: row.escalation_minutes,
  fallbackChannelId: row.fallback_channel_id,
  managed:
    row.managed_project_id === null || row.managed_field === null
      ? null
      : { projectId: row.managed_project_id, field: row.managed_field },
  consecutiveFailures: row.consecutive_failures,
  lastDeliveredAt: row.last_delivered_at,
  lastFailedAt: row.last_failed_at,
  lastError: row.last_error,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const columnsOf = (draft: ChannelDraft) => ({
  kind: draft.kind,
  name: draft.name,
  options: JSON.stringify(draft.options),
  language: draft.language,
  all_projects: draft.scope.allProjects ? 1 : 0,
  events: JSON.stringify(draft.events),
  min_severity: draft.minSeverity,
  is_enabled: draft.isEnabled ? 1 : 0,
  disabled_reason: draft.disabledReason,
  quiet_hours: draft.quietHours === null ? null : JSON.stringify(draft.quietHours),
  reminder_minutes: draft.reminderMinutes,
  escalation_minutes: draft.escalationMinutes,
  fallback_channel_id: draft.fallbackChannelId,
  managed_project_id: draft.managed?.projectId ?? null,
  managed_field: draft.managed?.field ?? null,
})

/** Only these are written: what the sender notes of a channel meanwhile (switched off for good) must stay. */
function changedColumns(before: ChannelDraft, after: ChannelDraft): Partial<ReturnType<typeof columnsOf>> {
  const known: Record<string, unknown> = columnsOf(before)
  return Object.fromEntries(Object.entries(columnsOf(after)).filter(([column, value]) => known[column] !== value))
}

/** Secrets are bound to the row's id, so options are sealed once it is known. */
export async function insertChannel(
  tx: Tx,
  draft: ChannelDraft,
  at: number,
  seal: (id: number) => Readonly<Record<string, unknown>>,
): Promise<Channel> {
  const { id } = await tx
    .query<ChannelTables>()
    .insertInto('channel')
    .values({ ...columnsOf({ ...draft, options: {} }), created_at: at, updated_at: at })
    .returning('id')
    .executeTakeFirstOrThrow()
  const options = seal(id)
  await tx.run('update channel set options = ? where id = ?', [JSON.stringify(options), id])
  await writeScope(tx, id, draft.scope)
  const health = { consecutiveFailures: 0, lastDeliveredAt: null, lastFailedAt: null, lastError: null }
  return { ...draft, ...health, id, options, createdAt: at, updatedAt: at }
}

export async function updateChannel(
  tx: Tx,
  before: Channel,
  changes: Partial<ChannelDraft>,
  at: number,
): Promise<Channel> {
  const after: Channel = { ...before, ...changes, updatedAt: at }
  await tx
    .query<ChannelTables>()
    .updateTable('channel')
    .set({ ...changedColumns(before, after), updated_at: at })
    .where('id', '=', before.id)
    .execute()
  if (changes.scope) {
    await tx.run('delete from channel_project where channel_id = ?', [before.id])
    await tx.run('delete from channel_tag where channel_id = ?', [before.id])
    await writeScope(tx, before.id, changes.scope)
  }
  return after
}

async function writeScope(tx: Tx, id: number, scope: ChannelScope): Promise<void> {
  await tx.insertMany(
    'channel_project',
    { channel_id: 'bigint', project_id: 'bigint' },
    [...new Set(scope.projectIds)].map((project) => [id, project]),
  )
  await tx.insertMany(
    'channel_tag',
    { channel_id: 'bigint', tag: 'text' },
    [...new Set(scope.tags)].map((tag) => [id, tag]),
  )
}

export async function deleteChannel(tx: Tx, id: number): Promise<void> {
  await tx.run('update channel set fallback_channel_id = null where fallback_channel_id = ?', [id])
  await tx.run('delete from channel where id = ?', [id])
}

export async function switchOffChannel(tx: Tx, id: number, reason: string, at: number): Promise<void> {
  await tx.run('update channel set is_enabled = 0, disabled_reason = ?, updated_at = ? where id = ?', [reason, at, id])
}

export async function channelById(db: Db, id: number): Promise<Channel | undefined> {
  const [row] = await db.all<Selectable<ChannelRow>>('select * from channel where id = ?', [id])
  return row && (await withScopes(db, [row]))[0]
}

/** Without scope: what the sender needs, for many lanes at once. */
export async function channelsByIds(db: Db, ids: readonly number[]): Promise<Map<number, Channel>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .query<ChannelTables>()
    .selectFrom('channel')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map((row) => [row.id, channelOf(row)]))
}

export async function managedChannel(db: Db, projectId: number, field: ManagedField): Promise<Channel | undefined> {
  const [row] = await db.all<Selectable<ChannelRow>>(
    'select * from channel where managed_project_id = ? and managed_field = ?',
    [projectId, field],
  )
  return row && channelOf(row)
}

/** Enabled channels that tell about every project. */
export async function channelsForAll(db: Db): Promise<Channel[]> {
  const rows = await db.all<Selectable<ChannelRow>>(
    'select * from channel where all_projects = 1 and is_enabled = 1 order by id',
  )
  return rows.map((row) => channelOf(row))
}

/** Enabled channels that chose this project by id or by one of its tags. */
export async function channelsForProject(db: Db, projectId: number, tags: readonly string[]): Promise<Channel[]> {
  const byTag =
    tags.length === 0 ? '' : `union select channel_id from channel_tag where tag in (${tags.map(() => '?').join(', ')})`
  const rows = await db.all<Selectable<ChannelRow>>(
    `select c.* from channel c where c.all_projects = 0 and c.is_enabled = 1
       and c.id in (select channel_id from channel_project where project_id = ? ${byTag}) order by c.id`,
    [projectId, ...tags],
  )
  return rows.map((row) => channelOf(row))
}

export interface ChannelSearch {
  readonly q?: string | undefined
  readonly kind?: string | undefined
  readonly isEnabled?: boolean | undefined
  readonly isManaged?: boolean | undefined
  readonly isFailing?: boolean | undefined
  /** Channels that tell about this one, for whatever reason. */
  readonly project?: { readonly id: number; readonly tags: readonly string[] } | undefined
}

export async function searchChannels(
  db: Db,
  search: ChannelSearch,
  page: { limit: number; offset: number },
): Promise<{ channels: Channel[]; total: number }> {
  let query = db.query<ChannelTables>().selectFrom('channel')
  if (search.q) {
    const pattern = `%${search.q.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`
    query = query.where(sql<boolean>`lower(name) like ${pattern} escape '\\'`)
  }
  if (search.kind) query = query.where('kind', '=', search.kind)
  if (search.isEnabled !== undefined) query = query.where('is_enabled', '=', search.isEnabled ? 1 : 0)
  if (search.isManaged !== undefined) query = query.where('managed_field', search.isManaged ? 'is not' : 'is', null)
  if (search.isFailing !== undefined) query = query.where('consecutive_failures', search.isFailing ? '>' : '=', 0)
  const { project } = search
  if (project) {
    query = query.where((where) =>
      where.or([
        where('all_projects', '=', 1),
        where(
          'id',
          'in',
          where.selectFrom('channel_project').select('channel_id').where('project_id', '=', project.id),
        ),
        ...(project.tags.length === 0
          ? []
          : [where('id', 'in', where.selectFrom('channel_tag').select('channel_id').where('tag', 'in', project.tags))]),
      ]),
    )
  }
  const { total } = await query.select((count) => count.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await query.selectAll().orderBy('name').orderBy('id').limit(page.limit).offset(page.offset).execute()
  return { channels: await withScopes(db, rows), total }
}

async function withScopes(db: Db, rows: readonly Selectable<ChannelRow>[]): Promise<Channel[]> {
  const ids = rows.map((row) => row.id)
  if (ids.length === 0) return []
  const query = db.query<ChannelTables>()
  const projects = await query
    .selectFrom('channel_project')
    .selectAll()
    .where('channel_id', 'in', ids)
    .orderBy('project_id')
    .execute()
  const tags = await query.selectFrom('channel_tag').selectAll().where('channel_id', 'in', ids).orderBy('tag').execute()
  return rows.map((row) =>
    channelOf(row, {
      allProjects: false,
      projectIds: projects.filter((one) => one.channel_id === row.id).map((one) => one.project_id),
      tags: tags.filter((one) => one.channel_id === row.id).map((one) => one.tag),
    }),
  )
}

/** Names of the fallback chain from `id` on, to keep it from biting its own tail. */
export async function fallbackOf(db: Db, id: number): Promise<number | null | undefined> {
  const [row] = await db.all<{ fallback_channel_id: number | null }>(
    'select fallback_channel_id from channel where id = ?',
    [id],
  )
  return row?.fallback_channel_id
}

export async function noteDelivered(tx: Tx, id: number, at: number): Promise<void> {
  await tx.run('update channel set consecutive_failures = 0, last_delivered_at = ?, last_error = null where id = ?', [
    at,
    id,
  ])
}

/** Returns how many failures in a row there are now. */
export async function noteFailed(tx: Tx, id: number, at: number, error: string): Promise<number> {
  const [row] = await tx.all<{ failures: number }>(
    'update channel set consecutive_failures = consecutive_failures + 1, last_failed_at = ?, last_error = ? where id = ? returning consecutive_failures as failures',
    [at, error, id],
  )
  return row?.failures ?? 0
}
