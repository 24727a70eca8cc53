import type { ArtifactView } from '@bongsu/contract/artifacts.ts'
import type { OutcomeState } from '@bongsu/contract/states.ts'
import type { Outcome, SeenFile } from './outcome.ts'

/** Whoever looked by hand, and when. */
export interface HandOwner {
  readonly personId: number
  readonly slotAt: number
  readonly state: OutcomeState
}

export type KeepFiles = (owner: HandOwner, files: readonly SeenFile[]) => Promise<readonly ArtifactView[]>

/**
 * The outcome without its files, naming those that were kept. That they could not be kept must not cost the outcome, so
 * `keep` failing is told in it.
 */
export async function withFilesKept(
  { files, ...outcome }: Outcome,
  keep: (files: readonly SeenFile[]) => Promise<readonly ArtifactView[]>,
): Promise<Outcome> {
  if (!files || files.length === 0) return outcome
  try {
    const artifacts = await keep(files)
    return artifacts.length === 0 ? outcome : { ...outcome, evidence: { ...outcome.evidence, artifacts } }
  } catch {
    return { ...outcome, evidence: { ...outcome.evidence, artifacts: [], artifacts_lost: files.length } }
  }
}
