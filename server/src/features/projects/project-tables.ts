import type { DisplayState, OutcomeErrorCode, OutcomeState } from '@bongsu/contract/states.ts'
import type { Generated } from 'kysely'
import type { Accounting } from './maintenance.ts'

/** The tables of this room, as migration 0004 made them. */
export interface ProjectTables {
  project: ProjectRow
  project_tag: { project_id: number; tag: string; position: number }
  monitor: MonitorRow
  monitor_state: MonitorStateRow
  maintenance: MaintenanceRow
}

export interface ProjectRow {
  id: Generated<number>
  title: string
  url: string
  host_name: string | null
  ip_address: string | null
  description: string | null
  check_interval: number
  time_limit: number | null
  is_public: number
  category: string | null
  custom_headers: string
  owner_id: number | null
  alert_email: string | null
  webhook_url: string | null
  is_active: number
  is_paused: number
  deleted_at: number | null
  state: DisplayState
  state_since: number
  search_text: string
  created_at: number
  updated_at: number
}

export interface MonitorRow {
  id: Generated<number>
  project_id: number
  kind: string
  name: string
  options: string
  check_interval: number
  timeout: number
  retry_count: number
  alert_threshold: number
  recovery_threshold: number
  time_limit: number | null
  is_alert_enabled: number
  is_paused: number
  is_default: number
  deleted_at: number | null
  search_text: string
  created_at: number
  updated_at: number
}

export interface MonitorStateRow {
  monitor_id: number
  state: OutcomeState
  since: number
  is_flapping: number
  last_slot_at: number | null
  last_checked_at: number | null
  last_state: OutcomeState | null
  last_duration_ms: number | null
  last_message: string | null
  last_error_code: OutcomeErrorCode | null
  open_incident_id: number | null
  memory: string
}

export interface MaintenanceRow {
  id: Generated<number>
  window_id: number | null
  project_id: number
  title: string | null
  message: string | null
  accounting: Accounting
  rule: string
  time_zone: string
  is_now: number
  valid_from: number
  valid_until: number | null
  is_current: number
  created_by: number | null
  created_at: number
}

/** What a search looks through: one way of writing Hangul, no case. */
export const searchText = (...parts: readonly (string | null | undefined)[]): string =>
  parts
    .filter((part) => part)
    .join(' ')
    .normalize('NFC')
    .toLowerCase()

/** `%` and `_` of a searched text stand for themselves; use with `escape '\'`. */
export const likePattern = (q: string): string => `%${searchText(q).replaceAll(/[\\%_]/g, '\\$&')}%`
