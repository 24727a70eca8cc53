import { z } from 'zod'

export const auditOutcomes = ['done', 'refused', 'failed'] as const
export const actorKinds = ['anonymous', 'person', 'token', 'system'] as const
export const doors = ['http', 'websocket', 'mcp', 'stdio', 'cli', 'system'] as const

/** One line of the record: who did what, through which door, to what, and how it ended. */
export const auditEntryView = z
  .object({
    id: z.int(),
    at: z.iso.datetime(),
    actor_kind: z.enum(actorKinds),
    actor_id: z.int().nullable(),
    person_id: z.int().nullable().describe('The person behind the actor, also of a personal token'),
    actor_name: z.string().nullable(),
    door: z.enum(doors),
    address: z.string().nullable(),
    user_agent: z.string().nullable(),
    action: z.string(),
    target_kind: z.string().nullable(),
    target_id: z.string().nullable(),
    target_label: z.string().nullable(),
    outcome: z.enum(auditOutcomes),
    input: z.unknown().describe('What was asked for, without secrets'),
    details: z.unknown().describe('What changed, or why it was refused'),
    hash: z.string().describe('SHA-256 over the previous line’s hash and this line'),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntryView = z.infer<typeof auditEntryView>

/** What both the list and its export can be narrowed by. */
export const auditFilter = {
  person: z.int().min(1).optional().describe('Id of the person who acted'),
  action: z.string().max(100).optional().describe('Name of an operation, such as update-setting'),
  outcome: z.enum(auditOutcomes).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional().describe('Up to, not including'),
  q: z.string().max(200).optional().describe('Part of a name, action, target or address'),
}

export const auditVerification = z
  .object({
    ok: z.boolean(),
    checked: z.int(),
    first_broken_id: z.int().nullable(),
    message: z.string(),
  })
  .meta({ id: 'AuditVerification' })
export type AuditVerification = z.infer<typeof auditVerification>
