import type { IncidentEventView, IncidentView } from '@bongsu/contract/incidents.ts'
import type { Language } from '@bongsu/contract/text.ts'
import { type Monitor, type Project, projectsKey } from '#features/projects/index.ts'
import { isoTime, isoTimeOrNull } from '#kernel/clock.ts'
import type { Context } from '#platform/operations/operation.ts'
import { durationMs, type Incident, type IncidentEvent } from './incident.ts'

/** Incidents with the names their monitors and projects have now, or had when they were still there. */
export async function incidentViews(ctx: Context, incidents: readonly Incident[]): Promise<IncidentView[]> {
  const projects = ctx.use(projectsKey)
  const monitorsById = await projects.monitors(ctx.db, [...new Set(incidents.map((incident) => incident.monitorId))])
  const projectsById = await projects.projects(ctx.db, [...new Set(incidents.map((incident) => incident.projectId))])
  const now = ctx.clock.now()
  return incidents.map((incident) =>
    incidentToView(incident, {
      monitor: monitorsById.get(incident.monitorId),
      project: projectsById.get(incident.projectId),
      language: ctx.language,
      now,
    }),
  )
}

interface Viewing {
  readonly monitor: Monitor | undefined
  readonly project: Project | undefined
  readonly language: Language
  readonly now: number
}

const incidentToView = (incident: Incident, { monitor, project, language, now }: Viewing): IncidentView => ({
  id: incident.id,
  state: incident.resolvedAt === null ? 'open' : 'resolved',
  project: { id: incident.projectId, title: project?.title ?? incident.projectTitle },
  monitor: { id: incident.monitorId, name: monitor?.name ?? incident.monitorName, kind: incident.kind },
  opened_at: isoTime(incident.openedAt),
  confirmed_at: isoTime(incident.confirmedAt),
  resolved_at: isoTimeOrNull(incident.resolvedAt),
  resolution: incident.resolution,
  duration_ms: durationMs(incident, now),
  message: incident.message[language],
  error_code: incident.errorCode,
  failures: incident.failures,
  acknowledged_at: isoTimeOrNull(incident.acknowledgedAt),
  acknowledged_by:
    incident.acknowledgedName === null ? null : { id: incident.acknowledgedBy, name: incident.acknowledgedName },
})

export const eventToView = (event: IncidentEvent, language: Language): IncidentEventView => ({
  id: event.id,
  at: isoTime(event.at),
  kind: event.kind,
  message: event.message[language],
  details: event.details === null ? null : { ...event.details },
  person: event.personName === null ? null : { id: event.personId, name: event.personName },
})
