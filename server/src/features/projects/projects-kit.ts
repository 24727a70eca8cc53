import { type ServiceKey, serviceKey } from '#kernel/service.ts'
import type { Db } from '#platform/db/contract.ts'
import type { Outbound } from '#platform/outbound/index.ts'
import type { Sealer } from '#platform/secrets/sealer.ts'
import type { MaintenanceCalendar } from './maintenance-calendar.ts'
import type { MonitorKinds } from './monitor-kinds.ts'

/** People as this room must know them: by name. */
export interface Owners {
  byIds(db: Db, ids: readonly number[]): Promise<readonly { readonly id: number; readonly name: string }[]>
}

/** What the verbs of this room share. Not part of its face. */
export interface ProjectsKit {
  readonly kinds: MonitorKinds
  readonly sealer: Sealer
  readonly outbound: Pick<Outbound, 'precheckUrl' | 'precheckHost'>
  readonly calendar: MaintenanceCalendar
  readonly owners: Owners
  /** Seconds: the shortest interval anybody may choose. */
  minCheckInterval(): number
  /** The zone of a maintenance window that names none. */
  timeZone(): string
}

export const projectsKit: ServiceKey<ProjectsKit> = serviceKey<ProjectsKit>('projects.kit')
