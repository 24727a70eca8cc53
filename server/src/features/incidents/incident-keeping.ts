import type { IncidentEventKind } from '@bongsu/contract/incidents.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import type { MonitorState, Project } from '#features/projects/index.ts'
import { evidenceText, type Look, type Results } from '#features/results/index.ts'
import type { Tx } from '#platform/db/contract.ts'
import type { NewIncidentEvent } from './incident.ts'
import { addEvents, countEvents } from './incident-event-store.ts'
import { type ChangeKind, incidentTouched } from './incident-events.ts'
import { openIncident, resolveIncident } from './incident-store.ts'
import { errorCodeOf, messageOf } from './look-facts.ts'
import { searchText } from './search-text.ts'
import type { Change } from './verdict.ts'

interface Happening {
  readonly change: Change
  readonly message: Text
  readonly state: MonitorState
  readonly look: Look
  readonly project: Project | undefined
  readonly confirmedAt: number
}

/** What a change says in the timeline of the incident that is open meanwhile. */
const lines: Partial<Record<ChangeKind, IncidentEventKind>> = {
  down: 'failed_again',
  recovered: 'recovered',
  flapping_started: 'flapping_started',
  flapping_ended: 'flapping_ended',
  unknown: 'unknown',
  known_again: 'known_again',
}

/** Opens, continues or ends the monitor's incident as the change says. Returns the incident it belongs to. */
export async function keepIncident(tx: Tx, happening: Happening, parts: { results: Results }): Promise<number | null> {
  const { change, state, message } = happening
  if (change.incident?.does === 'open') {
    state.openIncidentId = await open(tx, happening, change.incident.at, parts.results)
    return state.openIncidentId
  }
  const incidentId = state.openIncidentId
  const kind = lines[change.what]
  if (incidentId === null || !kind) return incidentId
  const details = change.downForMs === null ? null : { down_for_ms: change.downForMs }
  await addEvents(tx, [{ incidentId, at: change.at, kind, message, details }])
  if (change.incident?.does === 'end') {
    await end(tx, incidentId, change.incident.at, happening)
    state.openIncidentId = null
  }
  return incidentId
}

async function open(tx: Tx, { change, look, project, confirmedAt }: Happening, at: number, results: Results) {
  const { monitor, outcome } = look
  const incidentId = await openIncident(tx, {
    monitorId: monitor.id,
    projectId: monitor.projectId,
    kind: monitor.kind,
    monitorName: monitor.name,
    projectTitle: project?.title ?? '',
    openedAt: at,
    confirmedAt,
    message: messageOf(look),
    errorCode: errorCodeOf(look),
    evidence: evidenceText(outcome.evidence),
    failures: change.failures,
    searchText: searchText(project?.title, project?.url, monitor.name, outcome.message.ko, outcome.message.en),
  })
  const failed = await results.failuresBetween(tx, monitor.id, at, look.slotAt)
  const events: NewIncidentEvent[] = failed.map((failure) => ({
    incidentId,
    at: failure.slotAt,
    kind: 'failed',
    message: failure.message,
    details: { error_code: failure.errorCode, duration_ms: failure.durationMs, attempts: failure.attempts },
  }))
  const confirmed = text(
    `연속 ${change.failures}회 실패하여 장애로 확인했습니다.`,
    `Confirmed as an outage after ${change.failures === 1 ? 'one failure' : `${change.failures} failures in a row`}.`,
  )
  events.push({ incidentId, at: confirmedAt, kind: 'confirmed', message: confirmed })
  await addEvents(tx, events)
  await tx.emit(incidentTouched, { incidentId, monitorId: monitor.id, projectId: monitor.projectId, what: 'opened' })
  return incidentId
}

async function end(tx: Tx, incidentId: number, at: number, { look: { monitor } }: Happening): Promise<void> {
  await resolveIncident(tx, incidentId, at, 'recovered')
  await tx.emit(incidentTouched, { incidentId, monitorId: monitor.id, projectId: monitor.projectId, what: 'resolved' })
}

/** An outage that keeps changing its face must not fill the timeline. */
const mostOtherFailures = 50

/** Called while an incident is open: a line when the target now fails in another way than at the look before. */
export async function noteOtherFailure(tx: Tx, state: MonitorState, look: Look): Promise<void> {
  const incidentId = state.openIncidentId
  const code = errorCodeOf(look)
  if (incidentId === null || look.outcome.state !== 'down' || state.lastErrorCode === null) return
  if (code === state.lastErrorCode || (await countEvents(tx, incidentId, 'changed')) >= mostOtherFailures) return
  const details = { from: state.lastErrorCode, to: code }
  await addEvents(tx, [{ incidentId, at: look.slotAt, kind: 'changed', message: messageOf(look), details }])
}
