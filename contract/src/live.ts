import { z } from 'zod'
import { alertSeverities } from './alerts.ts'
import type { Permission } from './permissions.ts'
import { outcomeStates, performanceGrades } from './states.ts'

/**
 * The live door `/ws/{user_id}` (spec B §11): what a client may say and what it hears. Several messages never share one
 * frame. Unknown fields of a server message are to be ignored.
 */

/** News that is not about one project. A person's own notifications and tool calls come without asking. */
export const liveTopics = ['dashboard', 'incident', 'usage', 'limits'] as const
export type LiveTopic = (typeof liveTopics)[number]

/** What it takes to hear of it; asked again whenever the role of the listener changes. */
export const livePermissions: Readonly<Record<LiveTopic | 'project', Permission>> = {
  project: 'projects.read',
  dashboard: 'projects.read',
  incident: 'projects.read',
  usage: 'usage.read',
  limits: 'limits.read',
}

const projectId = z.int().positive()
const topic = z.enum(liveTopics)

export const clientMessage = z.union([
  z.strictObject({ type: z.literal('subscribe'), project_id: projectId }),
  z.strictObject({ type: z.literal('subscribe'), topic }),
  z.strictObject({ type: z.literal('unsubscribe'), project_id: projectId }),
  z.strictObject({ type: z.literal('unsubscribe'), topic }),
  z.strictObject({ type: z.literal('ping') }),
])
export type ClientMessage = z.infer<typeof clientMessage>

const timestamp = z.iso.datetime()

export const statusMessage = z.object({
  type: z.literal('status'),
  project_id: projectId,
  timestamp,
  data: z.object({
    /** Null when we could not look (`state` is `unknown`). */
    is_available: z.boolean().nullable(),
    /** Seconds, as spec B has it; `response_time_ms` is the same in ms. */
    response_time: z.number(),
    response_time_ms: z.number(),
    status_code: z.int().nullable(),
    /** In the listener's language: 정상, 느림, 장애 … */
    status_text: z.string(),
    performance_grade: z.enum(performanceGrades).nullable(),
    state: z.enum(outcomeStates),
    monitor_id: z.int(),
    kind: z.string(),
  }),
})
export type StatusMessage = z.infer<typeof statusMessage>

export const alertMessage = z.object({
  type: z.literal('alert'),
  project_id: projectId,
  timestamp,
  data: z.object({
    alert_type: z.string(),
    message: z.string(),
    severity: z.enum(alertSeverities),
    project_title: z.string(),
    monitor_id: z.int(),
    monitor_name: z.string(),
    incident_id: z.int().nullable(),
  }),
})
export type AlertWireMessage = z.infer<typeof alertMessage>

export const serverMessage = z.union([
  statusMessage,
  alertMessage,
  z.object({ type: z.literal('pong'), timestamp }),
  z.object({ type: z.enum(['subscribed', 'unsubscribed']), project_id: projectId }),
  z.object({ type: z.enum(['subscribed', 'unsubscribed']), topic }),
  z.object({ type: z.literal('notification'), unread: z.int(), ids: z.array(z.int()) }),
  z.object({ type: z.literal('incident'), incident_id: z.int(), project_id: projectId, what: z.string() }),
  z.object({ type: z.literal('dashboard'), project_ids: z.array(projectId) }),
  /** Tool calls were recorded: one's own, or on the topic anybody's. */
  z.object({ type: z.literal('usage') }),
  /** Tools, upstream servers or virtual servers are other than before. */
  z.object({ type: z.literal('tools') }),
  z.object({ type: z.literal('error'), code: z.string(), message: z.string() }),
])
export type ServerMessage = z.infer<typeof serverMessage>
