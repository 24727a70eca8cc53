import type { Clock } from '#kernel/clock.ts'
import type { Room } from '#kernel/room.ts'
import type { Services } from '#kernel/service.ts'
import type { Database, Events } from '#platform/db/contract.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import type { Outbound } from '#platform/outbound/index.ts'
import type { Sealer } from '#platform/secrets/sealer.ts'
import { MaintenanceCalendar } from './maintenance-calendar.ts'
import type { MonitorKinds } from './monitor-kinds.ts'
import { projectOperations } from './operations.ts'
import { projectChanged } from './project-events.ts'
import { type Projects, projectsKey } from './projects.ts'
import { type Owners, projectsKit } from './projects-kit.ts'
import { createProjectsService } from './projects-service.ts'
import { purgeProjects } from './purge-projects.ts'

export interface ProjectsParts {
  readonly database: Database
  readonly events: Events
  readonly clock: Clock
  readonly services: Services
  readonly sealer: Sealer
  /** The check kinds a monitor may be of. */
  readonly kinds: MonitorKinds
  /** Refuses addresses written as such when they are saved; names are decided when they are looked at. */
  readonly outbound: Pick<Outbound, 'precheckUrl' | 'precheckHost'>
  /** Names the owners of projects. */
  readonly owners: Owners
  /** Seconds: the shortest interval anybody may choose. */
  readonly minCheckInterval: () => number
  /** The zone of a maintenance window that names none. */
  readonly timeZone: () => string
}

const resyncEveryMs = 60_000

export function createProjects(parts: ProjectsParts): { room: Room<AnyOperation>; projects: Projects } {
  const { database, events, clock } = parts
  const calendar = new MaintenanceCalendar()
  const projects = createProjectsService({ kinds: parts.kinds, sealer: parts.sealer, calendar })
  const { kinds, sealer, outbound, owners, minCheckInterval, timeZone } = parts
  parts.services
    .provide(projectsKey, projects)
    .provide(projectsKit, { kinds, sealer, outbound, calendar, owners, minCheckInterval, timeZone })
  let resync: NodeJS.Timeout | undefined

  events.after(projectChanged, async ({ projectId, change }) => {
    if (change !== 'updated' && change !== 'contacts') await calendar.refresh(database, projectId, clock.now())
  })

  const room: Room<AnyOperation> = {
    name: 'projects',
    operations: projectOperations,
    jobs: [purgeProjects({ database, clock })],
    async start() {
      await calendar.refreshAll(database, clock.now())
      resync ??= setInterval(() => {
        // A failed refresh leaves the last known windows in force; the next one is a minute away.
        calendar.refreshAll(database, clock.now()).catch(() => undefined)
      }, resyncEveryMs).unref()
    },
    async stop() {
      clearInterval(resync)
      resync = undefined
    },
  }
  return { room, projects }
}
