import type { Role } from '@bongsu/contract/permissions.ts'
import type { ServerChoice } from '@bongsu/contract/servers.ts'
import type { Generated, Selectable } from 'kysely'
import type { Db, Tx } from '#platform/db/contract.ts'
import type { VirtualServer } from './virtual-server.ts'

interface ServerRow {
  id: Generated<number>
  slug: string
  title: string
  instructions: string | null
  is_enabled: number
  least_role: Role
  prefixes: VirtualServer['prefixes']
  tool_search: VirtualServer['toolSearch']
  choices: string
  created_at: number
  updated_at: number
  deleted_at: number | null
}

interface ServerTables {
  virtual_server: ServerRow
}

export type ServerDraft = Omit<VirtualServer, 'id' | 'createdAt' | 'updatedAt'>

const serverOf = (row: Selectable<ServerRow>): VirtualServer => ({
  id: row.id,
  slug: row.slug,
  title: row.title,
  instructions: row.instructions,
  isEnabled: row.is_enabled === 1,
  leastRole: row.least_role,
  prefixes: row.prefixes,
  toolSearch: row.tool_search,
  // Safe because only this file writes the JSON column.
  choices: JSON.parse(row.choices) as ServerChoice[],
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const columnsOf = (draft: ServerDraft) => ({
  slug: draft.slug,
  title: draft.title,
  instructions: draft.instructions,
  is_enabled: draft.isEnabled ? 1 : 0,
  least_role: draft.leastRole,
  prefixes: draft.prefixes,
  tool_search: draft.toolSearch,
  choices: JSON.stringify(draft.choices),
})

export const liveServers = async (db: Db): Promise<VirtualServer[]> =>
  (await db.all<Selectable<ServerRow>>('select * from virtual_server where deleted_at is null order by title, id')).map(
    serverOf,
  )

export async function serverById(db: Db, id: number): Promise<VirtualServer | undefined> {
  const [row] = await db.all<Selectable<ServerRow>>(
    'select * from virtual_server where id = ? and deleted_at is null',
    [id],
  )
  return row && serverOf(row)
}

export async function removedServer(db: Db, id: number): Promise<VirtualServer | undefined> {
  const [row] = await db.all<Selectable<ServerRow>>(
    'select * from virtual_server where id = ? and deleted_at is not null',
    [id],
  )
  return row && serverOf(row)
}

export const isSlugTaken = async (db: Db, slug: string): Promise<boolean> =>
  (await db.all('select 1 from virtual_server where slug = ? and deleted_at is null', [slug])).length > 0

export async function insertServer(tx: Tx, draft: ServerDraft, at: number): Promise<VirtualServer> {
  const { id } = await tx
    .query<ServerTables>()
    .insertInto('virtual_server')
    .values({ ...columnsOf(draft), created_at: at, updated_at: at, deleted_at: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { ...draft, id, createdAt: at, updatedAt: at }
}

export async function saveServer(
  tx: Tx,
  before: VirtualServer,
  changes: Partial<ServerDraft>,
  at: number,
): Promise<VirtualServer> {
  const after = { ...before, ...changes, updatedAt: at }
  await tx
    .query<ServerTables>()
    .updateTable('virtual_server')
    .set({ ...columnsOf(after), updated_at: at })
    .where('id', '=', before.id)
    .execute()
  return after
}

/** Those that choose from a source, removed ones that can be brought back included. */
export const serversChoosing = async (db: Db, source: string): Promise<VirtualServer[]> =>
  (await db.all<Selectable<ServerRow>>('select * from virtual_server order by id'))
    .map(serverOf)
    .filter(({ choices }) => choices.some((choice) => choice.source === source))

/** Once a source is gone for good, nobody can mean it any more. */
export async function dropChoices(tx: Tx, source: string, at: number): Promise<number[]> {
  const choosing = await serversChoosing(tx, source)
  for (const server of choosing) {
    const choices = server.choices.filter((choice) => choice.source !== source)
    await saveServer(tx, server, { choices }, Math.max(at, server.updatedAt + 1))
  }
  return choosing.map(({ id }) => id)
}

export const setServerRemoved = (tx: Tx, id: number, at: number | null): Promise<number> =>
  tx.run('update virtual_server set deleted_at = ? where id = ?', [at, id])

export const purgeServers = (tx: Tx, before: number): Promise<number> =>
  tx.run('delete from virtual_server where deleted_at < ?', [before])
