import type { ArtifactView } from '@bongsu/contract/artifacts.ts'
import { serviceKey } from '#kernel/service.ts'
import type { ArtifactOwner } from './artifact.ts'
import type { NewArtifact } from './artifact-store.ts'

export interface Artifacts {
  /**
   * Stores files of a look and says what was kept: of a failure all, of a success one set a day, nothing that is too
   * large. Rejects when the store does.
   */
  keep(owner: ArtifactOwner, files: readonly NewArtifact[]): Promise<readonly ArtifactView[]>
}

export const artifactsKey = serviceKey<Artifacts>('artifacts')
