import type { DisplayState } from '@bongsu/contract/states.ts'
import type { Selectable, Updateable } from 'kysely'
import type { Db, Tx } from '#platform/db/contract.ts'
import type { Project, SealedHeader } from './project.ts'
import { type ProjectRow, type ProjectTables, searchText } from './project-tables.ts'

type Lifecycle = 'id' | 'isActive' | 'deletedAt' | 'isPaused' | 'state' | 'stateSince' | 'createdAt' | 'updatedAt'
export type ProjectDraft = Omit<Project, Lifecycle>
export type ProjectChanges = Partial<Omit<ProjectDraft, 'ownerId'>>

export const projectOf = (row: Selectable<ProjectRow>, tags: readonly string[]): Project => ({
  id: row.id,
  title: row.title,
  url: row.url,
  hostName: row.host_name,
  ipAddress: row.ip_address,
  description: row.description,
  checkInterval: row.check_interval,
  timeLimit: row.time_limit,
  isPublic: row.is_public === 1,
  category: row.category,
  tags,
  // Safe because only this file writes the column.
  customHeaders: JSON.parse(row.custom_headers) as SealedHeader[],
  ownerId: row.owner_id,
  alertEmail: row.alert_email,
  webhookUrl: row.webhook_url,
  isActive: row.is_active === 1,
  deletedAt: row.deleted_at,
  isPaused: row.is_paused === 1,
  state: row.state,
  stateSince: row.state_since,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const columnsOf = (project: ProjectDraft) => ({
  title: project.title,
  url: project.url,
  host_name: project.hostName,
  ip_address: project.ipAddress,
  description: project.description,
  check_interval: project.checkInterval,
  time_limit: project.timeLimit,
  is_public: project.isPublic ? 1 : 0,
  category: project.category,
  custom_headers: JSON.stringify(project.customHeaders),
  alert_email: project.alertEmail,
  webhook_url: project.webhookUrl,
  search_text: searchText(
    project.title,
    project.url,
    project.hostName,
    project.ipAddress,
    project.description,
    project.category,
    ...project.tags,
  ),
})

export async function insertProject(tx: Tx, draft: ProjectDraft, at: number): Promise<Project> {
  const { id } = await tx
    .query<ProjectTables>()
    .insertInto('project')
    .values({
      ...columnsOf(draft),
      owner_id: draft.ownerId,
      is_active: 1,
      is_paused: 0,
      deleted_at: null,
      state: 'unknown',
      state_since: at,
      created_at: at,
      updated_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await writeTags(tx, id, draft.tags)
  const lifecycle = { isActive: true, deletedAt: null, isPaused: false, createdAt: at, updatedAt: at } as const
  return { ...draft, ...lifecycle, id, state: 'unknown', stateSince: at }
}

export async function updateProject(tx: Tx, before: Project, changes: ProjectChanges, at: number): Promise<Project> {
  const after: Project = { ...before, ...changes, updatedAt: at }
  await setColumns(tx, before.id, { ...columnsOf(after), updated_at: at })
  if (changes.tags) {
    await tx.run('delete from project_tag where project_id = ?', [before.id])
    await writeTags(tx, before.id, changes.tags)
  }
  return after
}

export const setProjectDeleted = (tx: Tx, id: number, deletedAt: number | null): Promise<void> =>
  setColumns(tx, id, { is_active: deletedAt === null ? 1 : 0, deleted_at: deletedAt })

export const setProjectPaused = (tx: Tx, id: number, paused: boolean): Promise<void> =>
  setColumns(tx, id, { is_paused: paused ? 1 : 0 })

export const setProjectState = (tx: Tx, id: number, state: DisplayState, since: number): Promise<void> =>
  setColumns(tx, id, { state, state_since: since })

async function setColumns(tx: Tx, id: number, set: Updateable<ProjectRow>): Promise<void> {
  await tx.query<ProjectTables>().updateTable('project').set(set).where('id', '=', id).execute()
}

async function writeTags(tx: Tx, id: number, tags: readonly string[]): Promise<void> {
  await tx.insertMany(
    'project_tag',
    { project_id: 'bigint', tag: 'text', position: 'integer' },
    tags.map((tag, position) => [id, tag, position]),
  )
}

/** Also one that was deleted: ask `isActive`. */
export async function anyProject(db: Db, id: number): Promise<Project | undefined> {
  const [row] = await db.all<Selectable<ProjectRow>>('select * from project where id = ?', [id])
  return row && projectOf(row, (await tagsOf(db, [id])).get(id) ?? [])
}

export async function projectById(db: Db, id: number): Promise<Project | undefined> {
  const project = await anyProject(db, id)
  return project?.isActive ? project : undefined
}

export async function projectsByIds(db: Db, ids: readonly number[]): Promise<Map<number, Project>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .query<ProjectTables>()
    .selectFrom('project')
    .selectAll()
    .where('id', 'in', [...ids])
    .where('is_active', '=', 1)
    .execute()
  const tags = await tagsOf(
    db,
    rows.map((row) => row.id),
  )
  return new Map(rows.map((row) => [row.id, projectOf(row, tags.get(row.id) ?? [])]))
}

export async function tagsOf(db: Db, ids: readonly number[]): Promise<Map<number, string[]>> {
  const tags = new Map<number, string[]>()
  if (ids.length === 0) return tags
  const rows = await db
    .query<ProjectTables>()
    .selectFrom('project_tag')
    .select(['project_id', 'tag'])
    .where('project_id', 'in', [...ids])
    .orderBy('project_id')
    .orderBy('position')
    .execute()
  for (const row of rows) tags.set(row.project_id, [...(tags.get(row.project_id) ?? []), row.tag])
  return tags
}
