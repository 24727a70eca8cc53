import { z } from 'zod'
import { oneLine } from './one-line.ts'
import { pageOf } from './page.ts'
import { languages, text } from './text.ts'
import { timeZone } from './time-zone.ts'

/** How bad a piece of news is. `critical` is never held back by quiet hours. */
export const alertSeverities = ['info', 'warning', 'critical'] as const
export type AlertSeverity = (typeof alertSeverities)[number]

/** What a channel may be asked to tell. The end of a thing belongs to the topic of its beginning, except recovery. */
export const alertTopics = [
  'down',
  'recovered',
  'degraded',
  'slow_response',
  'ssl_expiring',
  'ssl_expired',
  'certificate_changed',
  'domain_expiring',
  'domain_expired',
  'content_changed',
  'keyword',
  'definition_changed',
  'flapping',
  'monitoring_error',
] as const
export type AlertTopic = (typeof alertTopics)[number]

/** What a channel tells unless it is asked for something else: the six of spec B §7.1, and what is as bad. */
export const usualTopics = [
  'down',
  'recovered',
  'slow_response',
  'ssl_expiring',
  'ssl_expired',
  'domain_expiring',
  'domain_expired',
  'content_changed',
  'keyword',
  'flapping',
] as const satisfies readonly AlertTopic[]

/** What one message is about, as receivers of a webhook see it. */
export const alertEvents = [
  ...alertTopics,
  'no_longer_degraded',
  'flapping_ended',
  'monitoring_error_ended',
  'reminder',
  'group',
  'test',
] as const
export type AlertEvent = (typeof alertEvents)[number]

export const deliveryStates = ['pending', 'claimed', 'held', 'delivered', 'dead', 'merged', 'dropped'] as const
export type DeliveryState = (typeof deliveryStates)[number]

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const tag = z.string().trim().min(1).max(50)

/** Which projects a channel tells about: all, or those listed, or those that carry one of the tags. */
const scope = {
  projects: z.enum(['all', 'chosen']),
  project_ids: z.array(z.int().positive()).max(1000),
  tags: z.array(tag).max(50),
}

export const channelScope = z.object(scope).meta({ id: 'ChannelScope' })
export const channelScopeInput = z
  .strictObject({
    projects: scope.projects.default('all'),
    project_ids: scope.project_ids.default([]),
    tags: scope.tags.default([]),
  })
  .meta({ id: 'ChannelScopeInput' })

/** `from` later than `to` spans midnight. */
const quiet = { from: clockTime, to: clockTime, time_zone: timeZone }
export const quietHours = z.object(quiet).meta({ id: 'QuietHours' })
export type QuietHours = z.infer<typeof quietHours>
export const quietHoursInput = z
  .strictObject({ from: quiet.from, to: quiet.to, time_zone: quiet.time_zone })
  .refine((hours) => hours.from !== hours.to, {
    path: ['to'],
    params: {
      text: text(
        '시작과 끝이 같을 수 없습니다. 늘 조용히 하려면 채널을 끄세요.',
        'They cannot begin and end at once. To be quiet always, switch the channel off.',
      ),
    },
  })
  .meta({ id: 'QuietHoursInput' })

/** The fields of a channel that people set, apart from kind and options. */
export const channelRules = {
  name: oneLine({ min: 1, max: 100 }),
  language: z.enum(languages),
  scope: channelScopeInput,
  events: z.array(z.enum(alertTopics)).min(1).max(alertTopics.length),
  min_severity: z.enum(alertSeverities),
  is_enabled: z.boolean(),
  quiet_hours: quietHoursInput.nullable(),
  /** Told again every so many minutes while an incident is open and nobody has acknowledged it. */
  reminder_minutes: z.int().min(5).max(1440).nullable(),
  /**
   * A step of an escalation: told of an incident only when it is still open so many minutes after it was confirmed and
   * nobody has acknowledged it. Channels with rising minutes are the steps. Null: told at once.
   */
  escalation_minutes: z.int().min(1).max(1440).nullable(),
  /** Told instead once a message has failed three times here. */
  fallback_channel_id: z.int().positive().nullable(),
}

/** Options of a kind: their shape is the kind's own JSON Schema (`list-channel-kinds`). */
export const channelOptions = z.record(z.string(), z.unknown())

export const channelHealth = z
  .object({
    consecutive_failures: z.int(),
    last_delivered_at: z.iso.datetime().nullable(),
    last_failed_at: z.iso.datetime().nullable(),
    last_error: z.string().nullable(),
    waiting: z.int(),
    dead: z.int(),
  })
  .meta({ id: 'ChannelHealth' })

export const channel = z
  .object({
    id: z.int(),
    kind: z.string(),
    name: z.string(),
    /** Where it goes, in words that give no secret away. */
    target: z.string(),
    /** Without its secrets; `secrets` names those that are set. */
    options: channelOptions,
    secrets: z.array(z.string()),
    language: channelRules.language,
    scope: channelScope,
    events: z.array(z.enum(alertTopics)),
    min_severity: channelRules.min_severity,
    is_enabled: z.boolean(),
    /** Why it was switched off without anybody asking. */
    disabled_reason: z.string().nullable(),
    quiet_hours: quietHours.nullable(),
    reminder_minutes: z.int().nullable(),
    escalation_minutes: z.int().nullable(),
    fallback_channel_id: z.int().nullable(),
    /** Made from a project's `alert_email` or `webhook_url`: address and scope are changed at the project. */
    managed_by: z.object({ project_id: z.int(), field: z.enum(['alert_email', 'webhook_url']) }).nullable(),
    health: channelHealth,
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Channel' })
export type ChannelView = z.infer<typeof channel>
export const channelPage = pageOf(channel).meta({ id: 'ChannelPage' })

/** A channel together with secrets that were made for it just now: they are shown this once. */
export const channelWithSecrets = channel
  .extend({ generated: z.record(z.string(), z.string()) })
  .meta({ id: 'ChannelWithSecrets' })

export const channelKind = z
  .object({
    kind: z.string(),
    label: z.string(),
    summary: z.string(),
    /** JSON Schema of the options; forms are drawn from it. */
    schema: z.record(z.string(), z.unknown()),
    secrets: z.array(z.string()),
    example: channelOptions,
    can_rotate_secret: z.boolean(),
  })
  .meta({ id: 'ChannelKind' })

/** What became of one try to deliver. */
export const deliveryReport = z
  .object({
    delivery_id: z.string(),
    ok: z.boolean(),
    message: z.string(),
    status: z.int().nullable(),
    duration_ms: z.number(),
  })
  .meta({ id: 'DeliveryReport' })

export const delivery = z
  .object({
    /** The id receivers see; the same on every repeat. */
    id: z.string(),
    channel_id: z.int().nullable(),
    channel_name: z.string(),
    channel_kind: z.string(),
    person_id: z.int().nullable(),
    event: z.enum(alertEvents),
    severity: z.enum(alertSeverities),
    state: z.enum(deliveryStates),
    message: z.string(),
    project_id: z.int().nullable(),
    project_title: z.string().nullable(),
    monitor_id: z.int().nullable(),
    monitor_name: z.string().nullable(),
    incident_id: z.int().nullable(),
    attempts: z.int(),
    next_attempt_at: z.iso.datetime().nullable(),
    held_for: z.enum(['quiet_hours', 'reminder', 'escalation', 'storm']).nullable(),
    last_status: z.int().nullable(),
    last_error: z.string().nullable(),
    /** The delivery whose message told this one too. */
    merged_into: z.string().nullable(),
    /** The delivery that failed and made the fallback channel speak. */
    fallback_for: z.string().nullable(),
    created_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Delivery' })
export type DeliveryView = z.infer<typeof delivery>
export const deliveryPage = pageOf(delivery).meta({ id: 'DeliveryPage' })
export const incidentDeliveryPage = deliveryPage
  .extend({ people_notified: z.int().describe('In whose notification centre the incident stands') })
  .meta({ id: 'IncidentDeliveryPage' })

export const templateKeys = [
  'status_error',
  'status_recovered',
  'degraded',
  'slow_response',
  'ssl_error',
  'domain_expiry',
  'content_change',
  'keyword',
  'definition_change',
  'flapping',
  'monitoring_error',
  'reminder',
  'group',
  'test',
] as const
export type TemplateKey = (typeof templateKeys)[number]

export const templateText = {
  subject: z.string().trim().min(1).max(300),
  body: z.string().max(8000),
}

export const alertTemplate = z
  .object({
    key: z.enum(templateKeys),
    title: z.string(),
    events: z.array(z.enum(alertEvents)),
    texts: z.record(
      z.enum(languages),
      z.object({
        subject: z.string(),
        body: z.string(),
        is_changed: z.boolean(),
        updated_at: z.iso.datetime().nullable(),
      }),
    ),
  })
  .meta({ id: 'AlertTemplate' })

export const templateField = z
  .object({ name: z.string(), meaning: z.string(), example: z.string() })
  .meta({ id: 'TemplateField' })

export const templatePreview = z
  .object({ subject: z.string(), body: z.string(), html: z.string(), sample: z.enum(['last_event', 'made_up']) })
  .meta({ id: 'TemplatePreview' })

export const notificationTypes = [
  ...alertEvents,
  'account_locked',
  'approval_wanted',
  'job_failed',
  'channel_failing',
  'broadcast',
  'usage',
] as const
export type NotificationType = (typeof notificationTypes)[number]

export const notification = z
  .object({
    id: z.int(),
    type: z.enum(notificationTypes),
    severity: z.enum(alertSeverities),
    title: z.string(),
    message: z.string(),
    project_id: z.int().nullable(),
    monitor_id: z.int().nullable(),
    incident_id: z.int().nullable(),
    /** A path inside the console. */
    link: z.string().nullable(),
    is_read: z.boolean(),
    read_at: z.iso.datetime().nullable(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Notification' })
export type NotificationView = z.infer<typeof notification>
export const notificationPage = pageOf(notification).meta({ id: 'NotificationPage' })
