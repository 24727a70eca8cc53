import type { ArtifactView } from '@bongsu/contract/artifacts.ts'
import { type Clock, day } from '#kernel/clock.ts'
import type { Database } from '#platform/db/contract.ts'
import { type ArtifactOwner, artifactToView, keptByHandMs, mostBytes, mostRuns, successEveryMs } from './artifact.ts'
import { deleteOlderRuns, insertArtifact, type NewArtifact, newestSuccess } from './artifact-store.ts'

export interface KeepParts {
  readonly database: Database
  readonly clock: Clock
  readonly keepDays: () => number
}

export async function keepArtifacts(
  { database, clock, keepDays }: KeepParts,
  owner: ArtifactOwner,
  files: readonly NewArtifact[],
): Promise<readonly ArtifactView[]> {
  const small = files.filter(({ bytes }) => bytes.length <= mostBytes)
  if (small.length === 0 || !(await isWorthKeeping(database, owner))) return []
  const keptFor = 'monitorId' in owner ? keepDays() * day : keptByHandMs
  return database.transaction(async (tx) => {
    const kept: ArtifactView[] = []
    for (const file of small) {
      kept.push(artifactToView(await insertArtifact(tx, owner, file, clock.now() + keptFor)))
    }
    if ('monitorId' in owner) await deleteOlderRuns(tx, owner.monitorId, mostRuns)
    return kept
  })
}

async function isWorthKeeping(database: Database, owner: ArtifactOwner): Promise<boolean> {
  if (!('monitorId' in owner) || owner.state !== 'up') return true
  const last = await newestSuccess(database, owner.monitorId)
  return last === null || Math.abs(owner.slotAt - last) >= successEveryMs
}
