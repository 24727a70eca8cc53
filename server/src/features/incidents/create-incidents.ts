import { monitorChanged, projectsKey } from '#features/projects/index.ts'
import { resultsKey, resultsRecorded } from '#features/results/index.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Room } from '#kernel/room.ts'
import type { Services } from '#kernel/service.ts'
import type { Database, Events } from '#platform/db/contract.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import { dashboardFigures } from './dashboard-figures.ts'
import { followMonitor } from './follow-monitors.ts'
import { incidentTouched } from './incident-events.ts'
import { incidentsKey } from './incidents-key.ts'
import { incidentsKit } from './incidents-kit.ts'
import { createIncidentsService } from './incidents-service.ts'
import { judgeLooks } from './judge-looks.ts'
import { incidentsOperations } from './operations.ts'
import { ShortMemory } from './short-memory.ts'

export interface IncidentsParts {
  readonly database: Database
  readonly events: Events
  readonly clock: Clock
  readonly services: Services
  /** The zone whose days the daily bars are of. */
  readonly timeZone: () => string
}

/** Means and counts over everything; what is wrong now is always asked anew. */
const figuresForMs = 30_000

export function createIncidents(parts: IncidentsParts): { room: Room<AnyOperation> } {
  const { database, events, clock, services } = parts
  const projects = services.use(projectsKey)
  const results = services.use(resultsKey)
  events.within(resultsRecorded, (tx, looks) => judgeLooks(tx, looks, { projects, results, clock }))
  events.within(monitorChanged, (tx, news) => followMonitor(tx, news, { projects, results }, clock.now()))
  const memory = new ShortMemory(clock, figuresForMs, () => dashboardFigures(database, { projects, results, clock }))
  events.after(incidentTouched, () => memory.forget())
  services
    .provide(incidentsKey, createIncidentsService({ projects, clock }))
    .provide(incidentsKit, { timeZone: parts.timeZone, figures: () => memory.get() })
  return { room: { name: 'incidents', operations: incidentsOperations } }
}
