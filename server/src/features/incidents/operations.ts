import type { AnyOperation } from '#platform/operations/operation.ts'
import { acknowledgeIncident, unacknowledgeIncident } from './acknowledge-incident.ts'
import { addIncidentNote } from './add-incident-note.ts'
import { getDashboardStats, getDashboardSummary } from './get-dashboard.ts'
import { getIncident } from './get-incident.ts'
import { getMonitorUptime, getProjectUptime, listProjectUptimes } from './get-uptime.ts'
import { listIncidents } from './list-incidents.ts'
import { listNotices } from './list-notices.ts'
import { listStateChanges } from './list-state-changes.ts'

export const incidentsOperations: readonly AnyOperation[] = [
  listIncidents,
  getIncident,
  acknowledgeIncident,
  unacknowledgeIncident,
  addIncidentNote,
  listStateChanges,
  listNotices,
  getProjectUptime,
  getMonitorUptime,
  listProjectUptimes,
  getDashboardSummary,
  getDashboardStats,
]
