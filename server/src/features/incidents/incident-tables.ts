import type { IncidentEventKind, IncidentResolution } from '@bongsu/contract/incidents.ts'
import type { OutcomeErrorCode } from '@bongsu/contract/states.ts'
import type { Generated } from 'kysely'
import type { ChangeKind, MonitorJudgedState, NoticeRaised, Suppression } from './incident-events.ts'

/** The tables of this room that the query builder reads, as migration 0006 made them. */
export interface IncidentTables {
  incident: IncidentRow
  incident_event: IncidentEventRow
  state_change: StateChangeRow
  notice: NoticeRow
}

export interface IncidentRow {
  id: Generated<number>
  monitor_id: number
  project_id: number
  kind: string
  monitor_name: string
  project_title: string
  opened_at: number
  confirmed_at: number
  resolved_at: number | null
  resolution: IncidentResolution | null
  message: string
  error_code: OutcomeErrorCode | null
  evidence: string | null
  failures: number
  acknowledged_at: number | null
  acknowledged_by: number | null
  acknowledged_name: string | null
  search_text: string
}

export interface IncidentEventRow {
  id: Generated<number>
  incident_id: number
  at: number
  kind: IncidentEventKind
  message: string
  details: string | null
  person_id: number | null
  person_name: string | null
}

interface StateChangeRow {
  id: Generated<number>
  monitor_id: number
  project_id: number
  what: ChangeKind
  from_state: MonitorJudgedState
  to_state: MonitorJudgedState
  at: number
  confirmed_at: number
  incident_id: number | null
  message: string
  error_code: string | null
  duration_ms: number | null
  down_for_ms: number | null
  failures: number
  suppressed: Suppression | null
}

interface NoticeRow {
  id: Generated<number>
  monitor_id: number
  project_id: number
  type: NoticeRaised['type']
  severity: NoticeRaised['severity']
  message: string
  at: number
  suppressed: Suppression | null
  details: string | null
}
