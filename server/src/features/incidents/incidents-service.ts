import type { Db } from '#platform/db/contract.ts'
import { addEvents } from './incident-event-store.ts'
import { incidentById, openCounts, openIncidentOf } from './incident-store.ts'
import type { Incidents } from './incidents-key.ts'
import { spent } from './uptime.ts'
import { piecesOf, type UptimeParts } from './uptime-service.ts'

export const createIncidentsService = (parts: UptimeParts): Incidents => ({
  openCount: async (db, filter = {}) => (await openCounts(db, filter.projectId)).open,
  byId: incidentById,
  openOf: openIncidentOf,
  addIncidentEvent: (tx, event) => addEvents(tx, [event]),
  async uptimeOf(db, monitorIds, from, to) {
    const projectId = await projectOf(db, monitorIds, parts)
    return spent(await piecesOf(db, { projectId, monitorIds }, from, to, parts), from, to)
  },
  async timePiecesOf(db, projectId, from, to) {
    const monitors = await parts.projects.monitorsOf(db, projectId)
    return piecesOf(db, { projectId, monitorIds: monitors.map(({ id }) => id) }, from, to, parts)
  },
})

/** Maintenance belongs to projects; monitors of several of them have no uptime together. */
async function projectOf(db: Db, monitorIds: readonly number[], { projects }: UptimeParts): Promise<number> {
  const monitors = await projects.monitors(db, monitorIds)
  const ids = new Set([...monitors.values()].map((monitor) => monitor.projectId))
  if (ids.size > 1) throw new Error('uptime is asked of monitors of several projects: ask for each project')
  return [...ids][0] ?? -1
}
