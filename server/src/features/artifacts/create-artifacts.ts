import { monitorChanged, type Projects, projectChanged } from '#features/projects/index.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Room } from '#kernel/room.ts'
import type { Services } from '#kernel/service.ts'
import type { Browsers } from '#platform/browser/index.ts'
import type { Database, Events } from '#platform/db/contract.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import { deleteOfMonitor } from './artifact-store.ts'
import { type Artifacts, artifactsKey } from './artifacts-key.ts'
import { artifactsKit } from './artifacts-kit.ts'
import { forgetArtifacts } from './forget-artifacts.ts'
import { keepArtifacts } from './keep-artifacts.ts'
import { artifactsOperations } from './operations.ts'
import { deletePicture } from './picture-store.ts'
import { ProjectPictures } from './project-pictures.ts'
import { refreshPictures } from './refresh-pictures.ts'

export interface ArtifactsParts {
  readonly database: Database
  readonly events: Events
  readonly clock: Clock
  readonly services: Services
  readonly projects: Projects
  readonly browsers: Browsers
  readonly keepDays: () => number
  readonly wantsPictures: () => boolean
}

export function createArtifacts(parts: ArtifactsParts): { room: Room<AnyOperation>; artifacts: Artifacts } {
  const { database, events, clock, services, projects, browsers, keepDays } = parts
  const pictures = new ProjectPictures({ database, clock, browsers, headersOf: projects.openHeaders })
  const artifacts: Artifacts = { keep: (owner, files) => keepArtifacts({ database, clock, keepDays }, owner, files) }
  services.provide(artifactsKey, artifacts).provide(artifactsKit, { pictures })
  events.within(monitorChanged, async (tx, { monitorId, change }) => {
    if (change === 'purged') await deleteOfMonitor(tx, monitorId)
  })
  events.within(projectChanged, async (tx, { projectId, change }) => {
    if (change === 'purged') await deletePicture(tx, projectId)
  })
  return {
    artifacts,
    room: {
      name: 'artifacts',
      operations: artifactsOperations,
      jobs: [
        forgetArtifacts({ database, clock }),
        refreshPictures({ database, clock, projects, browsers, pictures, isWanted: parts.wantsPictures }),
      ],
      stop: () => browsers.stop(),
    },
  }
}
