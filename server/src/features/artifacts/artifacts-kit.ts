import { serviceKey } from '#kernel/service.ts'
import type { ProjectPictures } from './project-pictures.ts'

/** What the verbs of this room share. Not part of its face. */
export interface ArtifactsKit {
  readonly pictures: ProjectPictures
}

export const artifactsKit = serviceKey<ArtifactsKit>('artifacts.kit')
