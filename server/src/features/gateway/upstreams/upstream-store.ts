import type { Role } from '@bongsu/contract/permissions.ts'
import type { CredentialKind, UpstreamKind } from '@bongsu/contract/upstreams.ts'
import type { Generated, Selectable } from 'kysely'
import type { Db, Tx } from '#platform/db/contract.ts'
import type { Upstream } from './upstream.ts'

interface UpstreamRow {
  id: Generated<number>
  slug: string
  title: string
  kind: UpstreamKind
  is_from_file: number
  is_in_file: number
  url: string | null
  credential: CredentialKind
  header: string
  scheme: 'bearer' | 'plain'
  secret: string | null
  lister_id: number | null
  least_role: Role
  tags: string
  prefixes: 'on_collision' | 'always'
  is_enabled: number
  timeout_seconds: number | null
  approves_first: number
  previewed: string | null
  revision: number
  created_at: number
  updated_at: number
  deleted_at: number | null
}

interface UpstreamTables {
  upstream: UpstreamRow
}

export type UpstreamDraft = Omit<Upstream, 'id' | 'createdAt' | 'updatedAt'>

const upstreamOf = (row: Selectable<UpstreamRow>): Upstream => ({
  id: row.id,
  slug: row.slug,
  title: row.title,
  kind: row.kind,
  isFromFile: row.is_from_file === 1,
  isInFile: row.is_in_file === 1,
  url: row.url,
  credential: row.credential,
  header: row.header,
  scheme: row.scheme,
  secret: row.secret,
  listerId: row.lister_id,
  leastRole: row.least_role,
  // Safe because only this file writes the JSON column.
  tags: JSON.parse(row.tags) as string[],
  prefixes: row.prefixes,
  isEnabled: row.is_enabled === 1,
  timeoutSeconds: row.timeout_seconds,
  approvesFirst: row.approves_first === 1,
  previewed: row.previewed,
  revision: row.revision,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const columnsOf = (draft: UpstreamDraft) => ({
  slug: draft.slug,
  title: draft.title,
  kind: draft.kind,
  is_from_file: draft.isFromFile ? 1 : 0,
  is_in_file: draft.isInFile ? 1 : 0,
  url: draft.url,
  credential: draft.credential,
  header: draft.header,
  scheme: draft.scheme,
  secret: draft.secret,
  lister_id: draft.listerId,
  least_role: draft.leastRole,
  tags: JSON.stringify(draft.tags),
  prefixes: draft.prefixes,
  is_enabled: draft.isEnabled ? 1 : 0,
  timeout_seconds: draft.timeoutSeconds,
  approves_first: draft.approvesFirst ? 1 : 0,
  previewed: draft.previewed,
  revision: draft.revision,
})

/** Those that are not removed, in the order they were made: names given on collision depend on it. */
export const liveUpstreams = async (db: Db): Promise<Upstream[]> =>
  (await db.all<Selectable<UpstreamRow>>('select * from upstream where deleted_at is null order by id')).map(upstreamOf)

export async function upstreamById(db: Db, id: number): Promise<Upstream | undefined> {
  const [row] = await db.all<Selectable<UpstreamRow>>('select * from upstream where id = ? and deleted_at is null', [
    id,
  ])
  return row && upstreamOf(row)
}

export async function upstreamBySlug(db: Db, slug: string): Promise<Upstream | undefined> {
  const [row] = await db.all<Selectable<UpstreamRow>>('select * from upstream where slug = ? and deleted_at is null', [
    slug,
  ])
  return row && upstreamOf(row)
}

export async function removedUpstream(db: Db, id: number): Promise<Upstream | undefined> {
  const [row] = await db.all<Selectable<UpstreamRow>>(
    'select * from upstream where id = ? and deleted_at is not null',
    [id],
  )
  return row && upstreamOf(row)
}

/** The one that had this slug last, of those that are removed but not yet for good. */
export async function lastWithSlug(db: Db, slug: string): Promise<Upstream | undefined> {
  const [row] = await db.all<Selectable<UpstreamRow>>(
    'select * from upstream where slug = ? and deleted_at is not null order by deleted_at desc, id desc limit 1',
    [slug],
  )
  return row && upstreamOf(row)
}

export const isSlugKnown = async (db: Db, slug: string): Promise<boolean> =>
  (await db.all('select 1 from upstream where slug = ?', [slug])).length > 0

/** A secret is bound to its row, so it is sealed once the id is known. */
export async function insertUpstream(
  tx: Tx,
  draft: UpstreamDraft,
  at: number,
  seal: (id: number) => string | null,
): Promise<Upstream> {
  const { id } = await tx
    .query<UpstreamTables>()
    .insertInto('upstream')
    .values({ ...columnsOf({ ...draft, secret: null }), created_at: at, updated_at: at, deleted_at: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  const secret = seal(id)
  if (secret !== null) await tx.run('update upstream set secret = ? where id = ?', [secret, id])
  return { ...draft, id, secret, createdAt: at, updatedAt: at }
}

export async function saveUpstream(
  tx: Tx,
  before: Upstream,
  changes: Partial<UpstreamDraft>,
  at: number,
): Promise<Upstream> {
  const after = { ...before, ...changes, updatedAt: at }
  await tx
    .query<UpstreamTables>()
    .updateTable('upstream')
    .set({ ...columnsOf(after), updated_at: at })
    .where('id', '=', before.id)
    .execute()
  return after
}

export const setRemoved = (tx: Tx, id: number, at: number | null): Promise<number> =>
  tx.run('update upstream set deleted_at = ? where id = ?', [at, id])

export const removedBefore = (db: Db, before: number): Promise<{ id: number; slug: string }[]> =>
  db.all('select id, slug from upstream where deleted_at < ? order by id', [before])

/** False when somebody restored it meanwhile. */
export async function purgeUpstream(tx: Tx, id: number, before: number): Promise<boolean> {
  const gone = await tx.run('delete from upstream where id = ? and deleted_at < ?', [id, before])
  if (gone === 0) return false
  for (const table of ['upstream_secret', 'upstream_state', 'upstream_tool'])
    await tx.run(`delete from ${table} where upstream_id = ?`, [id])
  return true
}

export async function secretOf(db: Db, upstreamId: number, personId: number): Promise<string | undefined> {
  const [row] = await db.all<{ secret: string }>(
    'select secret from upstream_secret where upstream_id = ? and person_id = ?',
    [upstreamId, personId],
  )
  return row?.secret
}

export const secretsOf = async (db: Db, personId: number): Promise<Set<number>> =>
  new Set(
    (
      await db.all<{ upstream_id: number }>('select upstream_id from upstream_secret where person_id = ?', [personId])
    ).map(({ upstream_id }) => upstream_id),
  )

export const putSecret = (tx: Tx, upstreamId: number, personId: number, secret: string, at: number): Promise<number> =>
  tx.run(
    `insert into upstream_secret (upstream_id, person_id, secret, updated_at) values (?, ?, ?, ?)
     on conflict (upstream_id, person_id) do update set secret = excluded.secret, updated_at = excluded.updated_at`,
    [upstreamId, personId, secret, at],
  )

export const deleteSecret = async (tx: Tx, upstreamId: number, personId: number): Promise<boolean> =>
  (await tx.run('delete from upstream_secret where upstream_id = ? and person_id = ?', [upstreamId, personId])) === 1

/** Of everybody: it is another server now. */
export const deleteSecrets = (tx: Tx, upstreamId: number): Promise<number> =>
  tx.run('delete from upstream_secret where upstream_id = ?', [upstreamId])

/** Of somebody who is gone. */
export const deleteSecretsOf = (tx: Tx, personId: number): Promise<number> =>
  tx.run('delete from upstream_secret where person_id = ?', [personId])
