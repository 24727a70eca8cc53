import type { ArtifactType } from '@bongsu/contract/artifacts.ts'
import type { OutcomeState } from '@bongsu/contract/states.ts'
import type { Db, Tx } from '#platform/db/contract.ts'
import type { Artifact, ArtifactOwner } from './artifact.ts'

interface ArtifactRow {
  id: number
  project_id: number | null
  person_id: number | null
  slot_at: number
  state: OutcomeState
  type: ArtifactType
  name: string
  size: number
  expires_at: number
}

const columns = 'id, project_id, person_id, slot_at, state, type, name, size, expires_at'

const artifactOf = (row: ArtifactRow): Artifact => ({
  id: row.id,
  projectId: row.project_id,
  personId: row.person_id,
  slotAt: row.slot_at,
  state: row.state,
  type: row.type,
  name: row.name,
  size: row.size,
  expiresAt: row.expires_at,
})

export interface NewArtifact {
  readonly type: ArtifactType
  readonly name: string
  readonly bytes: Uint8Array
}

export async function insertArtifact(
  tx: Tx,
  owner: ArtifactOwner,
  { type, name, bytes }: NewArtifact,
  expiresAt: number,
): Promise<Artifact> {
  const [projectId, monitorId, personId] =
    'monitorId' in owner ? [owner.projectId, owner.monitorId, null] : [null, null, owner.personId]
  const [row] = await tx.all<ArtifactRow>(
    `insert into artifact (project_id, monitor_id, person_id, slot_at, state, type, name, size, expires_at, data)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning ${columns}`,
    [projectId, monitorId, personId, owner.slotAt, owner.state, type, name, bytes.length, expiresAt, bytes],
  )
  return artifactOf(row as ArtifactRow)
}

/** The newest look that was up and of which files are kept. */
export async function newestSuccess(db: Db, monitorId: number): Promise<number | null> {
  const [row] = await db.all<{ at: number | null }>(
    `select max(slot_at) as at from artifact where monitor_id = ? and state = 'up'`,
    [monitorId],
  )
  return row?.at ?? null
}

/** Keeps the newest runs of a monitor. */
export async function deleteOlderRuns(tx: Tx, monitorId: number, most: number): Promise<void> {
  const [oldest] = await tx.all<{ slot_at: number }>(
    'select distinct slot_at from artifact where monitor_id = ? order by slot_at desc limit 1 offset ?',
    [monitorId, most - 1],
  )
  if (oldest) await tx.run('delete from artifact where monitor_id = ? and slot_at < ?', [monitorId, oldest.slot_at])
}

export async function artifactById(db: Db, id: number): Promise<Artifact | undefined> {
  const [row] = await db.all<ArtifactRow>(`select ${columns} from artifact where id = ?`, [id])
  return row && artifactOf(row)
}

export async function bytesOf(db: Db, id: number): Promise<Uint8Array | undefined> {
  const [row] = await db.all<{ data: Uint8Array }>('select data from artifact where id = ?', [id])
  return row?.data
}

export async function artifactsOfMonitor(db: Db, monitorId: number, now: number): Promise<Artifact[]> {
  const rows = await db.all<ArtifactRow>(
    `select ${columns} from artifact where monitor_id = ? and expires_at > ? order by slot_at desc, id`,
    [monitorId, now],
  )
  return rows.map(artifactOf)
}

export const deleteOfMonitor = (tx: Tx, monitorId: number): Promise<number> =>
  tx.run('delete from artifact where monitor_id = ?', [monitorId])

export const deleteExpired = (tx: Tx, now: number, most: number): Promise<number> =>
  tx.run(
    'delete from artifact where id in (select id from artifact where expires_at <= ? order by expires_at limit ?)',
    [now, most],
  )
