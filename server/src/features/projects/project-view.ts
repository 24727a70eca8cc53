import { mayRole } from '@bongsu/contract/permissions.ts'
import type { MonitorView, ProjectView } from '@bongsu/contract/projects.ts'
import type { Language } from '@bongsu/contract/text.ts'
import { isoTime, isoTimeOrNull } from '#kernel/clock.ts'
import type { Actor } from '#kernel/operation.ts'
import type { Sealer } from '#platform/secrets/sealer.ts'
import type { Maintenance } from './maintenance.ts'
import type { MonitorEntry } from './monitor-list.ts'
import type { Project } from './project.ts'
import type { ProjectEntry } from './project-list.ts'
import { openWebhookUrl } from './project-secrets.ts'
import { displayState } from './project-state.ts'
import { shownOptions } from './secret-options.ts'

export interface ProjectViewing {
  readonly sealer: Pick<Sealer, 'open'>
  readonly maintenance: Maintenance | null
  readonly ownerName: string | null
  /** Where a project's alerts go is shown to those who may read channels. */
  readonly showsContacts: boolean
}

export const mayReadContacts = (actor: Actor): boolean =>
  actor.kind === 'system' || (actor.kind !== 'anonymous' && mayRole(actor.role, 'channels.read'))

export function projectToView(entry: ProjectEntry, viewing: ProjectViewing): ProjectView {
  const { project } = entry
  const { maintenance, showsContacts } = viewing
  return {
    id: project.id,
    title: project.title,
    url: project.url,
    host_name: project.hostName,
    ip_address: project.ipAddress,
    description: project.description,
    check_interval: project.checkInterval,
    status_interval: project.checkInterval,
    time_limit: project.timeLimit,
    is_public: project.isPublic,
    category: project.category,
    tags: [...project.tags],
    custom_headers: project.customHeaders.map(({ name }) => ({ name, has_value: true })),
    owner_id: project.ownerId,
    owner_name: viewing.ownerName,
    alert_email: showsContacts ? project.alertEmail : null,
    webhook_url: showsContacts ? shownWebhook(project, viewing.sealer) : null,
    has_alert_email: project.alertEmail !== null,
    has_webhook_url: project.webhookUrl !== null,
    is_active: project.isActive,
    deleted_at: isoTimeOrNull(project.deletedAt),
    is_paused: project.isPaused,
    state: displayState(project.state, maintenance !== null),
    state_since: isoTime(project.stateSince),
    maintenance_mode: maintenance !== null,
    maintenance_message: maintenance?.message ?? null,
    maintenance_ends_at: isoTimeOrNull(maintenance?.endsAt ?? null),
    monitor_count: entry.monitorCount,
    monitor_states: { ...entry.monitorStates },
    last_checked_at: isoTimeOrNull(entry.lastCheckedAt),
    last_response_ms: entry.lastResponseMs,
    created_at: isoTime(project.createdAt),
    updated_at: isoTime(project.updatedAt),
  }
}

/** An address whose key is gone is shown as not there; `has_webhook_url` still says that one is stored. */
function shownWebhook(project: Project, sealer: Pick<Sealer, 'open'>): string | null {
  try {
    return openWebhookUrl(project, sealer)
  } catch {
    return null
  }
}

export function monitorToView(entry: MonitorEntry, inMaintenance: boolean, language: Language): MonitorView {
  const { monitor, state } = entry
  const isStopped = monitor.isPaused || entry.isProjectPaused
  const { options, secrets } = shownOptions(monitor.options)
  return {
    id: monitor.id,
    project_id: monitor.projectId,
    project_title: entry.projectTitle,
    kind: monitor.kind,
    name: monitor.name,
    options,
    secrets,
    check_interval: monitor.checkInterval,
    timeout: monitor.timeout,
    retry_count: monitor.retryCount,
    alert_threshold: monitor.alertThreshold,
    recovery_threshold: monitor.recoveryThreshold,
    time_limit: monitor.timeLimit,
    is_alert_enabled: monitor.isAlertEnabled,
    is_paused: monitor.isPaused,
    is_default: monitor.isDefault,
    state: displayState(isStopped ? 'paused' : (state?.state ?? 'unknown'), inMaintenance),
    state_since: isoTimeOrNull(state?.since ?? null),
    is_flapping: state?.isFlapping ?? false,
    last_checked_at: isoTimeOrNull(state?.lastCheckedAt ?? null),
    last_state: state?.lastState ?? null,
    last_duration_ms: state?.lastDurationMs ?? null,
    last_message: state?.lastMessage?.[language] ?? null,
    last_error_code: state?.lastErrorCode ?? null,
    open_incident_id: state?.openIncidentId ?? null,
    created_at: isoTime(monitor.createdAt),
  }
}
