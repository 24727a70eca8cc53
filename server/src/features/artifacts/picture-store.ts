import type { Db, Tx } from '#platform/db/contract.ts'

/** A project's picture without its bytes. */
export interface Picture {
  readonly url: string
  readonly takenAt: number
  /** When it was last tried, also in vain. */
  readonly triedAt: number
  readonly isThere: boolean
}

export type PictureSize = 'screenshot' | 'thumbnail'

export async function pictureOf(db: Db, projectId: number): Promise<Picture | undefined> {
  const [row] = await db.all<{ url: string; taken_at: number; tried_at: number; is_there: number }>(
    `select url, taken_at, tried_at, case when thumbnail is null then 0 else 1 end as is_there
     from project_picture where project_id = ?`,
    [projectId],
  )
  return row && { url: row.url, takenAt: row.taken_at, triedAt: row.tried_at, isThere: row.is_there === 1 }
}

export async function pictureBytes(db: Db, projectId: number, size: PictureSize): Promise<Uint8Array | null> {
  const [row] = await db.all<{ data: Uint8Array | null }>(
    `select ${size} as data from project_picture where project_id = ?`,
    [projectId],
  )
  return row?.data ?? null
}

export interface NewPicture {
  readonly projectId: number
  readonly url: string
  readonly at: number
  readonly screenshot: Uint8Array
  readonly thumbnail: Uint8Array
}

export async function savePicture(tx: Tx, { projectId, url, at, screenshot, thumbnail }: NewPicture): Promise<void> {
  await tx.run(
    `insert into project_picture (project_id, url, taken_at, tried_at, screenshot, thumbnail) values (?, ?, ?, ?, ?, ?)
     on conflict (project_id) do update set url = excluded.url, taken_at = excluded.taken_at,
       tried_at = excluded.tried_at, screenshot = excluded.screenshot, thumbnail = excluded.thumbnail`,
    [projectId, url, at, at, screenshot, thumbnail],
  )
}

/** The site did not show itself: the old picture stays, and the next try waits. */
export async function notePictureTried(tx: Tx, projectId: number, url: string, at: number): Promise<void> {
  await tx.run(
    `insert into project_picture (project_id, url, taken_at, tried_at) values (?, ?, 0, ?)
     on conflict (project_id) do update set tried_at = excluded.tried_at`,
    [projectId, url, at],
  )
}

/** Of every project that was ever tried, when that was last and whether it worked. */
export async function picturesTried(db: Db): Promise<Map<number, { triedAt: number; hasWorked: boolean }>> {
  const rows = await db.all<{ project_id: number; tried_at: number; taken_at: number }>(
    'select project_id, tried_at, taken_at from project_picture',
  )
  return new Map(
    rows.map((row) => [row.project_id, { triedAt: row.tried_at, hasWorked: row.taken_at === row.tried_at }]),
  )
}

export const deletePicture = (tx: Tx, projectId: number): Promise<number> =>
  tx.run('delete from project_picture where project_id = ?', [projectId])
