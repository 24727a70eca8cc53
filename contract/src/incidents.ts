import { z } from 'zod'
import { pageOf } from './page.ts'
import { displayStates, outcomeErrorCodes } from './states.ts'

/** How an incident ended. Nobody closes one by hand: it ends when the target answers again or is no longer watched. */
export const incidentResolutions = ['recovered', 'paused', 'deleted'] as const
export type IncidentResolution = (typeof incidentResolutions)[number]

export const incidentEventKinds = [
  'failed',
  'confirmed',
  'changed',
  'recovered',
  'failed_again',
  'flapping_started',
  'flapping_ended',
  'unknown',
  'known_again',
  'told',
  'not_told',
  'acknowledged',
  'unacknowledged',
  'note',
  'resolved',
] as const
export type IncidentEventKind = (typeof incidentEventKinds)[number]

export const incidentStates = ['open', 'resolved'] as const

const time = z.iso.datetime()
const namedMonitor = z.object({ id: z.int(), name: z.string(), kind: z.string() })
const namedProject = z.object({ id: z.int(), title: z.string() })

export const incident = z
  .object({
    id: z.int(),
    state: z.enum(incidentStates),
    project: namedProject,
    monitor: namedMonitor,
    /** The first failing result; `confirmed_at` is when the threshold was reached. */
    opened_at: time,
    confirmed_at: time,
    resolved_at: time.nullable(),
    resolution: z.enum(incidentResolutions).nullable(),
    duration_ms: z.int(),
    message: z.string(),
    error_code: z.enum(outcomeErrorCodes).nullable(),
    failures: z.int(),
    acknowledged_at: time.nullable(),
    acknowledged_by: z.object({ id: z.int().nullable(), name: z.string() }).nullable(),
  })
  .meta({ id: 'Incident' })
export type IncidentView = z.infer<typeof incident>
export const incidentPage = pageOf(incident).meta({ id: 'IncidentPage' })

export const incidentEvent = z
  .object({
    id: z.int(),
    at: time,
    kind: z.enum(incidentEventKinds),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).nullable(),
    person: z.object({ id: z.int().nullable(), name: z.string() }).nullable(),
  })
  .meta({ id: 'IncidentEvent' })
export type IncidentEventView = z.infer<typeof incidentEvent>

export const incidentDetail = incident
  .extend({
    /** What the confirming look saw, kind-specific. */
    evidence: z.record(z.string(), z.unknown()).nullable(),
    timeline: z.array(incidentEvent),
    /** Whom it was told, and whom not, and why: the lines of the timeline that say so. */
    deliveries: z.array(incidentEvent),
  })
  .meta({ id: 'IncidentDetail' })

/** How a stretch of time was spent; the parts add up to it. `uptime_percent` is floored, null without data. */
export const uptime = z
  .object({
    from: time,
    to: time,
    up_ms: z.int(),
    degraded_ms: z.int(),
    down_ms: z.int(),
    maintenance_ms: z.int(),
    unknown_ms: z.int(),
    no_data_ms: z.int(),
    uptime_percent: z.number().nullable(),
    incidents: z.int(),
  })
  .meta({ id: 'Uptime' })
export type UptimeView = z.infer<typeof uptime>

export const uptimePeriods = ['24h', '7d', '30d', '90d'] as const
export type UptimePeriod = (typeof uptimePeriods)[number]

export const uptimeDay = z
  .object({
    /** In the time zone of the installation. */
    date: z.string(),
    uptime_percent: z.number().nullable(),
    down_ms: z.int(),
    degraded_ms: z.int(),
    maintenance_ms: z.int(),
    no_data_ms: z.int(),
    incidents: z.int(),
  })
  .meta({ id: 'UptimeDay' })
export type UptimeDayView = z.infer<typeof uptimeDay>

export const uptimeReport = z
  .object({
    time_zone: z.string(),
    periods: z.record(z.enum(uptimePeriods), uptime),
    /** The last 90 days, oldest first. */
    days: z.array(uptimeDay),
  })
  .meta({ id: 'UptimeReport' })

export const changeKinds = [
  'down',
  'recovered',
  'degraded',
  'no_longer_degraded',
  'flapping_started',
  'flapping_ended',
  'unknown',
  'known_again',
  /** The first answer ever, or the first after a pause: nobody is alerted. */
  'first_known',
] as const
export type ChangeKind = (typeof changeKinds)[number]

/** What happened lately: one confirmed change of a monitor's state. */
export const stateChangeView = z
  .object({
    id: z.int(),
    project: namedProject,
    monitor: namedMonitor,
    what: z.enum(changeKinds),
    from: z.enum(['up', 'degraded', 'down', 'unknown']),
    to: z.enum(['up', 'degraded', 'down', 'unknown']),
    at: time,
    confirmed_at: time,
    incident_id: z.int().nullable(),
    message: z.string(),
    suppressed: z.enum(['maintenance', 'alerts_off', 'flapping', 'blind']).nullable(),
  })
  .meta({ id: 'StateChange' })
export const stateChangePage = pageOf(stateChangeView).meta({ id: 'StateChangePage' })

export const noticeTypes = [
  'slow_response',
  'ssl_expiring',
  'ssl_expired',
  'domain_expiring',
  'domain_expired',
  'content_changed',
  'keyword',
  'definition_changed',
  'certificate_changed',
] as const

/** News that is not a state: told once. */
export const noticeView = z
  .object({
    id: z.int(),
    project: namedProject,
    monitor: namedMonitor,
    type: z.enum(noticeTypes),
    severity: z.enum(['info', 'warning', 'critical']),
    message: z.string(),
    /** Kind-specific: a diff, the names of what changed. */
    details: z.record(z.string(), z.unknown()).nullable(),
    at: time,
    suppressed: z.enum(['maintenance', 'alerts_off', 'flapping', 'blind']).nullable(),
  })
  .meta({ id: 'Notice' })
export type NoticeView = z.infer<typeof noticeView>
export const noticePage = pageOf(noticeView).meta({ id: 'NoticePage' })

export const expiringTarget = z
  .object({ project: namedProject, monitor: namedMonitor, expires_at: time, days_left: z.int() })
  .meta({ id: 'ExpiringTarget' })

export const dashboardSummary = z
  .object({
    at: time,
    projects: z.record(z.enum(displayStates), z.int()),
    open_incidents: z.array(incident),
    open_incident_count: z.int(),
    unacknowledged_count: z.int(),
    expiring: z.array(expiringTarget),
    /** The share of looks of the last 24 hours that found an answer, in percent. */
    availability_24h: z.number().nullable(),
  })
  .meta({ id: 'DashboardSummary' })

/** Spec B's names; percentages and ms, null without data. */
export const dashboardStats = z
  .object({
    total_projects: z.int(),
    active_projects: z.int(),
    available_projects: z.int(),
    unavailable_projects: z.int(),
    overall_availability: z.number().nullable(),
    avg_response_time: z.number().nullable(),
    total_alerts: z.int(),
    unresolved_alerts: z.int(),
    ssl_expiring_soon: z.int(),
    domain_expiring_soon: z.int(),
  })
  .meta({ id: 'DashboardStats' })

const percent = z.number().nullable()

/** What a list of projects shows of each. */
export const projectUptimes = z
  .object({
    time_zone: z.string(),
    items: z.array(
      z.object({
        project_id: z.int(),
        uptime_24h: percent,
        uptime_7d: percent,
        uptime_30d: percent,
        uptime_90d: percent,
        days: z.array(uptimeDay),
      }),
    ),
  })
  .meta({ id: 'ProjectUptimes' })
