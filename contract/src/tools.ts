import { z } from 'zod'
import { pageOf } from './page.ts'
import { roles } from './permissions.ts'
import { tokenScopes } from './tokens.ts'

const json = z.record(z.string(), z.unknown())

export const toolEffects = ['read', 'write', 'destructive'] as const
export type ToolEffect = (typeof toolEffects)[number]

/** A tool as people and programs see it over REST. MCP clients get the same in their own shape. */
export const toolView = z
  .object({
    name: z.string(),
    title: z.string().nullable(),
    description: z.string(),
    source: z.object({ id: z.string(), title: z.string() }),
    tags: z.array(z.string()),
    effect: z.enum(toolEffects),
    needs_scope: z.enum(tokenScopes).describe('What a token without a list of tools needs besides `tools`'),
    roles: z.array(z.enum(roles)).describe('Who may use it'),
    input_schema: json,
    output_schema: json.nullable(),
    annotations: json,
  })
  .meta({ id: 'Tool' })
export type ToolView = z.infer<typeof toolView>
export const toolPage = pageOf(toolView)

/** A tool without its schemas, for lists that people look through. */
export const toolSummary = z
  .object({
    ...toolView.pick({ name: true, title: true, source: true, tags: true, effect: true, needs_scope: true }).shape,
    description: z.string().describe('Its first 300 letters'),
    calls: z.int().describe('In the last 30 days: my own, for administrators everybody’s'),
    failures: z.int().describe('How many of them did not succeed'),
  })
  .meta({ id: 'ToolSummary' })
export type ToolSummary = z.infer<typeof toolSummary>

export const toolSummaryPage = z.object({
  ...pageOf(toolSummary).shape,
  sources: z.array(z.object({ id: z.string(), title: z.string(), tools: z.int() })).describe('Of all my tools'),
  tags: z.array(z.object({ tag: z.string(), tools: z.int() })),
})

export const callOutcomeField = z.enum([
  'success',
  'failed',
  'refused',
  'limited',
  'invalid',
  'timed_out',
  'cancelled',
  'unavailable',
  'interrupted',
])

export const toolAnswer = z
  .object({
    tool: z.string(),
    success: z.boolean(),
    outcome: callOutcomeField,
    call_id: z.int().describe('Of its line in the record of calls'),
    duration_ms: z.int(),
    result: json.describe('A CallToolResult of the MCP: content, structuredContent, isError, _meta'),
    problems: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .describe('What is wrong with the arguments, by field, where the outcome is `invalid`'),
  })
  .meta({ id: 'ToolAnswer' })

export const limitFields = {
  subject_kind: z.enum(['token', 'person', 'role', 'default']),
  subject: z
    .string()
    .trim()
    .max(64)
    .default('')
    .describe('Id of the token or person, name of the role; empty for the default'),
  target_kind: z.enum(['all', 'tool', 'tag']).default('all'),
  target: z.string().trim().max(128).default('').describe('Name of the tool or the tag; empty for all'),
  window: z.enum(['minute', 'day', 'month']),
  max: z.int().min(-1).max(1_000_000_000).describe('Calls per window; -1: no limit'),
}

export const limitView = z
  .object({
    id: z.int(),
    subject_kind: limitFields.subject_kind,
    subject: z.string(),
    subject_name: z.string().nullable().describe('Name of the token or person; null when it is gone'),
    target_kind: z.enum(['all', 'tool', 'tag']),
    target: z.string(),
    window: limitFields.window,
    max: z.int(),
  })
  .meta({ id: 'Limit' })
export type LimitView = z.infer<typeof limitView>

export const quotaView = z
  .object({
    limit: z.int().describe('-1: no limit'),
    used: z.int(),
    remaining: z.int().nullable(),
    window: limitFields.window,
    target_kind: z.enum(['all', 'tool', 'tag']),
    target: z.string(),
    from_rule: limitFields.subject_kind.describe('Whose rule it is'),
    resets_at: z.iso.datetime(),
  })
  .meta({ id: 'Quota' })

export const limitExplanation = z
  .object({
    person: z.object({ id: z.int(), name: z.string() }).nullable(),
    token: z.object({ id: z.int(), name: z.string() }).nullable(),
    role: z.enum(roles),
    tool: z.string().nullable(),
    rules: z
      .array(
        z.object({
          limit: limitView,
          holds: z.boolean().describe('False: a nearer rule for the same target and window comes before it'),
          quota: quotaView.nullable().describe('How it stands now, for a rule that holds for somebody'),
        }),
      )
      .describe('Every rule that is about them, by target and window, the nearest first'),
  })
  .meta({ id: 'LimitExplanation' })

export const limitStanding = z
  .object({
    person: z.object({ id: z.int(), name: z.string().nullable() }).nullable(),
    token: z.object({ id: z.int(), name: z.string().nullable() }).nullable().describe('A service token'),
    role: z.enum(roles).nullable().describe('null: somebody who is not here any more'),
    calls_today: z.int(),
    quota: quotaView.nullable().describe('The scarcest limit that holds for them; null when none does'),
    state: z
      .enum(['unlimited', 'normal', 'near', 'over'])
      .describe('near: fewer than 5 calls, or less than a tenth, are left'),
  })
  .meta({ id: 'LimitStanding' })
export const limitStandingPage = pageOf(limitStanding)

export const usageOfMe = z
  .object({
    calls_today: z.int(),
    succeeded_today: z.int(),
    quotas: z.array(quotaView).describe('Every limit that holds for me, the scarcest first'),
    top_tools: z.array(z.object({ tool: z.string(), calls: z.int() })),
  })
  .meta({ id: 'MyUsage' })

export const callView = z
  .object({
    id: z.int(),
    started_at: z.iso.datetime(),
    duration_ms: z.int(),
    person: z.object({ id: z.int(), name: z.string().nullable() }).nullable(),
    token: z.object({ id: z.int(), name: z.string().nullable() }).nullable(),
    door: z.string(),
    address: z.string().nullable(),
    server: z.string().nullable(),
    source: z.string().nullable(),
    tool: z.string(),
    outcome: callOutcomeField,
    reason: z.string().nullable(),
  })
  .meta({ id: 'ToolCall' })
export type CallView = z.infer<typeof callView>
export const callPage = pageOf(callView)

export const callDetail = z
  .object({ ...callView.shape, arguments: z.unknown(), result: z.unknown().nullable() })
  .meta({ id: 'ToolCallDetail' })

/** Every call is one of the three: it succeeded, it failed, or it was refused before it ran. */
const tally = {
  calls: z.int(),
  succeeded: z.int(),
  failed: z.int().describe('Ran, or should have, but did not succeed'),
  refused: z.int().describe('Not allowed, over a limit, or with arguments that do not fit'),
  mean_duration_ms: z.number().nullable().describe('Of those that ran; null when none did'),
}

const timed = {
  ...tally,
  p50_duration_ms: z.number().nullable().describe('Half of those that ran took no longer; within 2 %'),
  p95_duration_ms: z.number().nullable().describe('95 % of those that ran took no longer; within 2 %'),
}

const caller = { person_id: z.int().nullable(), token_id: z.int().nullable(), name: z.string().nullable() }

export const usageStats = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    ...timed,
    by_outcome: z.array(z.object({ outcome: callOutcomeField, calls: z.int() })),
    by_tool: z.array(z.object({ tool: z.string(), ...tally })).describe('The 50 most used'),
    by_caller: z.array(z.object({ ...caller, ...tally })).describe('The 50 busiest, each token apart'),
    by_person: z
      .array(z.object({ ...caller, ...tally }))
      .describe('The 50 busiest people, whichever token they used; service tokens stand for themselves'),
    heat_map: z
      .array(z.array(z.int()).length(24))
      .length(7)
      .describe('Calls by weekday (from Monday) and hour, in the reader’s time zone'),
    by_day: z.array(z.object({ date: z.string(), ...timed })).describe('Days of the reader’s time zone that had calls'),
    by_hour: z
      .array(z.object({ at: z.iso.datetime(), ...timed }))
      .describe('Hours that had calls; for stretches of up to four days, else empty'),
  })
  .meta({ id: 'UsageStats' })
