/**
 * Incidents: the judge. Stored results come in, confirmed state changes, incidents and uptime come out.
 * It does not look at targets (checks), decide when to look (schedule) or tell people (alerts).
 */

export { createIncidents, type IncidentsParts } from './create-incidents.ts'
export {
  type ChangeKind,
  type IncidentTouched,
  incidentTouched,
  type MonitorJudgedState,
  type NoticeRaised,
  noticeRaised,
  type StateChanged,
  type Suppression,
  stateChanged,
} from './incident-events.ts'
export { type IncidentRef, type Incidents, incidentsKey, type TimePiece, type Uptime } from './incidents-key.ts'
export { judgedOutcome } from './look-facts.ts'
export { spent } from './uptime.ts'
