import { serviceKey } from '#kernel/service.ts'
import type { DashboardFigures } from './dashboard-figures.ts'

/** What the verbs of this room share. Not part of its face. */
export interface IncidentsKit {
  readonly timeZone: () => string
  readonly figures: () => Promise<DashboardFigures>
}

export const incidentsKit = serviceKey<IncidentsKit>('incidents.kit')
