import { z } from 'zod'
import { oneLine } from './one-line.ts'
import { pageInput } from './page.ts'
import { displayStates, outcomeErrorCodes, outcomeStates } from './states.ts'

/** Limits of projects and monitors, once for every door and every form. Seconds unless said. */
export const monitorLimits = {
  checkInterval: { min: 10, usualMin: 60, max: 3600, default: 300 },
  timeout: { min: 5, max: 300, default: 30 },
  retryCount: { min: 1, max: 5, default: 3 },
  alertThreshold: { min: 1, max: 10, default: 3 },
  recoveryThreshold: { min: 1, max: 10, default: 1 },
  /** Ms. */
  timeLimit: { min: 1, max: 300_000 },
} as const

const limits = monitorLimits
const moment = z.iso.datetime({ offset: true })

/** Rhythm and thresholds, in the words of a monitor. Null is the same as leaving it out: it never undoes a default. */
export const monitorSettings = {
  timeout: z.int().min(limits.timeout.min).max(limits.timeout.max).nullish().describe('Seconds one look may take'),
  retry_count: z
    .int()
    .min(limits.retryCount.min)
    .max(limits.retryCount.max)
    .nullish()
    .describe('Quick repeats inside one slot (after 1 s, 2 s, 4 s …) before a result counts as failed'),
  alert_threshold: z
    .int()
    .min(limits.alertThreshold.min)
    .max(limits.alertThreshold.max)
    .nullish()
    .describe('Failed results in a row that make an incident'),
  recovery_threshold: z
    .int()
    .min(limits.recoveryThreshold.min)
    .max(limits.recoveryThreshold.max)
    .nullish()
    .describe('Good results in a row that end it'),
  is_alert_enabled: z.boolean().nullish().describe('Whether anybody is told'),
}

/** Seconds between looks; a kind with a daily rhythm may go up to that. The installation sets the true minimum. */
const checkInterval = (max: number) =>
  z
    .int()
    .min(limits.checkInterval.min)
    .max(max)
    .nullish()
    .describe('Seconds between two looks (60–3600 unless lowered)')

const timeLimit = z
  .int()
  .min(limits.timeLimit.min)
  .max(limits.timeLimit.max)
  .nullish()
  .describe('Milliseconds; slower than this is degraded. Null: no limit')

const headerValue = z.string().max(2000)

/** Headers as an object, or the same as JSON text. In an edit, null keeps the value a header already has. */
const customHeaders = z
  .union([z.record(z.string().min(1).max(200), headerValue.nullable()), z.string().max(2000)])
  .nullish()
  .describe('Headers for the project’s own checks, as an object or as JSON text of one; values are write-only')

const tags = z
  .union([z.string().max(500), z.array(z.string().max(100)).max(100)])
  .nullish()
  .describe('Comma-separated text or a list, 500 characters altogether')

const projectFields = {
  host_name: oneLine({ max: 255 }).nullish(),
  ip_address: z.union([z.ipv4(), z.ipv6(), z.literal('')]).nullish(),
  description: z.string().trim().max(500).nullish(),
  check_interval: checkInterval(limits.checkInterval.max),
  status_interval: checkInterval(limits.checkInterval.max).describe('The same as check_interval'),
  time_limit: timeLimit,
  is_public: z.boolean().nullish().describe('Shown on public status pages and badges'),
  category: oneLine({ max: 50 }).nullish(),
  tags,
  custom_headers: customHeaders,
  alert_email: z
    .union([z.email().max(254), z.literal('')])
    .nullish()
    .describe('Shortcut for an e-mail channel'),
  webhook_url: z.string().trim().max(2000).nullish().describe('Shortcut for a webhook channel; write-only for viewers'),
  ...monitorSettings,
}

const title = oneLine({ min: 1, max: 200 })
const url = z.string().trim().min(1).max(2000).describe('http or https address of the site')

const maintenanceMode = {
  maintenance_mode: z.boolean().nullish().describe('Begins or ends maintenance now'),
  maintenance_message: z.string().trim().max(500).nullish(),
  maintenance_ends_at: moment.nullish().describe('When it ends by itself; two hours from now unless said'),
}

/** Settings of the default monitors (`timeout` … `is_alert_enabled`) may come along. */
export const projectInput = { title, url, ...projectFields, ...maintenanceMode }
export const projectChanges = { title: title.nullish(), url: url.nullish(), ...projectFields, ...maintenanceMode }

const stateCounts = z.object({
  up: z.int(),
  degraded: z.int(),
  down: z.int(),
  unknown: z.int(),
  paused: z.int(),
})

export const projectView = z
  .object({
    id: z.int(),
    title: z.string(),
    url: z.string(),
    host_name: z.string().nullable(),
    ip_address: z.string().nullable(),
    description: z.string().nullable(),
    check_interval: z.int(),
    status_interval: z.int(),
    time_limit: z.int().nullable(),
    is_public: z.boolean(),
    category: z.string().nullable(),
    tags: z.array(z.string()),
    custom_headers: z.array(z.object({ name: z.string(), has_value: z.boolean() })),
    owner_id: z.int().nullable(),
    owner_name: z.string().nullable().describe('Null when nobody owns it, or its owner was deleted'),
    alert_email: z.string().nullable().describe('Null for those who may not read channels'),
    webhook_url: z.string().nullable().describe('Null for those who may not read channels'),
    has_alert_email: z.boolean(),
    has_webhook_url: z.boolean(),
    is_active: z.boolean().describe('False once deleted'),
    deleted_at: z.iso.datetime().nullable(),
    is_paused: z.boolean(),
    state: z.enum(displayStates),
    state_since: z.iso.datetime(),
    maintenance_mode: z.boolean(),
    maintenance_message: z.string().nullable(),
    maintenance_ends_at: z.iso.datetime().nullable(),
    monitor_count: z.int(),
    monitor_states: stateCounts,
    last_checked_at: z.iso.datetime().nullable(),
    last_response_ms: z.number().nullable().describe('Of its first monitor, usually HTTP'),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Project' })
export type ProjectView = z.infer<typeof projectView>

export const monitorView = z
  .object({
    id: z.int(),
    project_id: z.int(),
    project_title: z.string(),
    kind: z.string(),
    name: z.string(),
    options: z.record(z.string(), z.unknown()).describe('Without secrets'),
    secrets: z.array(z.string()).describe('Places in the options where a secret is set, such as auth.password'),
    check_interval: z.int(),
    timeout: z.int(),
    retry_count: z.int(),
    alert_threshold: z.int(),
    recovery_threshold: z.int(),
    time_limit: z.int().nullable(),
    is_alert_enabled: z.boolean(),
    is_paused: z.boolean(),
    is_default: z.boolean().describe('Made with its project and following its edits'),
    state: z.enum(displayStates),
    state_since: z.iso.datetime().nullable(),
    is_flapping: z.boolean(),
    last_checked_at: z.iso.datetime().nullable(),
    last_state: z.enum(outcomeStates).nullable(),
    last_duration_ms: z.number().nullable(),
    last_message: z.string().nullable(),
    last_error_code: z.enum(outcomeErrorCodes).nullable(),
    open_incident_id: z.int().nullable(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Monitor' })
export type MonitorView = z.infer<typeof monitorView>

export const projectDetailView = projectView.extend({ monitors: z.array(monitorView) }).meta({ id: 'ProjectDetail' })
export type ProjectDetailView = z.infer<typeof projectDetailView>

export const projectSorts = ['title', 'state', 'created_at', 'state_since', 'category'] as const
export const monitorSorts = ['name', 'project', 'kind', 'state', 'last_checked_at', 'last_duration_ms'] as const
const order = z.enum(['asc', 'desc']).default('asc')

/** A leading minus is not understood here: `sort=title&order=desc`. */
export const projectFilter = {
  ...pageInput,
  q: z.string().trim().max(200).optional().describe('Part of title, URL, host, description, category or tag'),
  state: z.enum(displayStates).optional(),
  category: z.string().max(50).optional(),
  tag: z.string().max(100).optional(),
  is_public: z.boolean().optional(),
  mine: z.boolean().default(false).describe('Only those whose owner I am'),
  deleted: z.boolean().default(false).describe('The deleted ones instead, as long as they can be restored'),
  sort: z.enum(projectSorts).default('title'),
  order,
}

export const monitorFilter = {
  ...pageInput,
  q: z.string().trim().max(200).optional().describe('Part of the monitor’s name, kind, or its project'),
  state: z.enum(displayStates).optional(),
  kind: z.string().max(50).optional(),
  sort: z.enum(monitorSorts).default('project'),
  order,
}

const facet = z.object({ value: z.string(), count: z.int() })
export const projectFacets = z
  .object({ categories: z.array(facet), tags: z.array(facet), states: z.array(facet), total: z.int() })
  .meta({ id: 'ProjectFacets' })
export type ProjectFacets = z.infer<typeof projectFacets>

const longestDay = 86_400

export const monitorInput = {
  kind: z.string().min(1).max(50),
  name: oneLine({ min: 1, max: 200 }).nullish().describe('The kind’s own name unless said'),
  options: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('As the kind’s schema has it; see GET /api/v1/checks'),
  check_interval: checkInterval(longestDay),
  time_limit: timeLimit,
  is_paused: z.boolean().nullish(),
  ...monitorSettings,
}

export const monitorChanges = {
  name: oneLine({ min: 1, max: 200 }).nullish(),
  options: z
    .record(z.string(), z.unknown())
    .nullish()
    .describe('All options anew; a secret that is left out stays as it is, one that is null is taken away'),
  check_interval: checkInterval(longestDay),
  time_limit: timeLimit,
  is_paused: z.boolean().nullish(),
  ...monitorSettings,
}
