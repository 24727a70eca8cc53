import { z } from 'zod'
import { roles } from './permissions.ts'
import { prefixModes, slugField, toolNameField } from './servers.ts'

export const upstreamKinds = ['http', 'stdio'] as const
export type UpstreamKind = (typeof upstreamKinds)[number]

/** Whose credential an upstream server is shown: nobody's, the installation's, or each person's own. */
export const credentialKinds = ['none', 'shared', 'personal'] as const
export type CredentialKind = (typeof credentialKinds)[number]

const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/)
/** What may stand in a header, so that it cannot end it. */
const secretField = z
  .string()
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/)
  .max(8000)

export const upstreamFields = {
  title: z.string().trim().min(1).max(100),
  url: z.string().trim().max(2000).describe('Address of its MCP endpoint, over Streamable HTTP'),
  credential: z.enum(credentialKinds),
  header: headerName.describe('Which header carries the credential'),
  scheme: z.enum(['bearer', 'plain']).describe('`Bearer <secret>`, or the secret as it is'),
  secret: secretField.describe('Write-only. With `personal` it is the own secret of who sends it'),
  least_role: z.enum(roles).describe('Who is below it sees nothing of this server'),
  tags: z.array(slugField).max(20).describe('Besides its slug, for limits by tag'),
  prefixes: z.enum(prefixModes).describe('Whether its tools’ names begin with its slug always, or only on collision'),
  is_enabled: z.boolean(),
  timeout_seconds: z.int().min(1).max(300).nullable().describe('Of a call; null: the deadline of the gateway'),
  previewed: z.string().regex(/^[0-9a-f]{64}$/),
}

export const upstreamStates = ['unknown', 'up', 'down', 'disabled'] as const

export const upstreamHealth = z
  .object({
    state: z.enum(upstreamStates),
    since: z.iso.datetime().nullable(),
    last_ok_at: z.iso.datetime().nullable(),
    last_error: z.string().nullable().describe('For administrators'),
    last_error_at: z.iso.datetime().nullable(),
    latency_ms: z.int().nullable().describe('How long the last listing took'),
    breaker: z.enum(['closed', 'open', 'half_open']).describe('Open: calls are refused at once'),
    retry_at: z.iso.datetime().nullable().describe('When the next try is let through'),
  })
  .meta({ id: 'UpstreamHealth' })

export const upstreamView = z
  .object({
    id: z.int(),
    slug: z.string(),
    title: z.string(),
    kind: z.enum(upstreamKinds),
    is_from_file: z.boolean().describe('Defined in the server’s own file; its address is changed there'),
    is_in_file: z.boolean().describe('False: it is gone from the file, and cannot be reached'),
    url: z.string().nullable().describe('For administrators'),
    command: z.array(z.string()).nullable().describe('Program and arguments, for administrators'),
    credential: z.object({
      kind: z.enum(credentialKinds),
      header: z.string(),
      scheme: z.enum(['bearer', 'plain']),
      is_set: z.boolean().describe('The shared one'),
      is_mine_set: z.boolean().describe('My own'),
      listed_by: z.string().nullable().describe('With whose own credential the catalogue is read'),
    }),
    least_role: z.enum(roles),
    tags: z.array(z.string()),
    prefixes: z.enum(prefixModes),
    is_enabled: z.boolean(),
    timeout_seconds: z.int().nullable(),
    health: upstreamHealth,
    server: z
      .object({
        name: z.string(),
        version: z.string(),
        protocol_version: z.string(),
        era: z.enum(['modern', 'legacy']),
      })
      .nullable()
      .describe('What it says of itself; null before it was ever reached'),
    tool_count: z.int().describe('Tools that may be called'),
    waiting_count: z.int().describe('New and changed tools that wait for approval'),
    resource_count: z.int(),
    prompt_count: z.int(),
    listed_at: z.iso.datetime().nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Upstream' })
export type UpstreamView = z.infer<typeof upstreamView>

const item = z.object({ name: z.string(), title: z.string().nullable(), description: z.string().nullable() })

export const upstreamDetail = z
  .object({
    ...upstreamView.shape,
    instructions: z.string().nullable().describe('What it tells clients; shown here, never passed on'),
    resources: z.array(item),
    resource_templates: z.array(item),
    prompts: z.array(item),
  })
  .meta({ id: 'UpstreamDetail' })

/**
 * approved: offered as it was approved · new: never approved · changed: other than it was approved · rejected: as it is
 * now, it was refused · refused: not fit to be offered at all · gone: approved, but no longer offered.
 */
export const upstreamToolStates = ['approved', 'new', 'changed', 'rejected', 'refused', 'gone'] as const
export type UpstreamToolState = (typeof upstreamToolStates)[number]

export const toolProblems = [
  'hidden_characters',
  'bad_header',
  'too_large',
  'bad_schema',
  'bad_name',
  'needs_task',
] as const
export type ToolProblem = (typeof toolProblems)[number]

const json = z.record(z.string(), z.unknown())

const describedTool = {
  name: z.string().describe('As the server calls it'),
  title: z.string().nullable(),
  description: z.string().nullable(),
  problems: z.array(z.object({ code: z.enum(toolProblems), message: z.string() })),
  annotations: json.describe('What the server says of it: a hint, never a permission'),
  definition: json.describe('As offered now, without hidden characters; as approved, where it is gone'),
  hash: z.string().nullable().describe('SHA-256 over the canonical JSON of what is offered now'),
}

export const upstreamToolView = z
  .object({
    ...describedTool,
    state: z.enum(upstreamToolStates),
    tool: z.string().nullable().describe('Its name in this installation, while it may be called'),
    alias: z.string().nullable(),
    effect: z.enum(['read', 'write', 'destructive']),
    is_effect_set: z.boolean().describe('An administrator said so'),
    diff: z.string().nullable().describe('From what was approved to what is offered, unified'),
    changed_at: z.iso.datetime(),
    approved_at: z.iso.datetime().nullable(),
    approved_by: z.string().nullable(),
  })
  .meta({ id: 'UpstreamTool' })
export type UpstreamToolView = z.infer<typeof upstreamToolView>

/** What is approved or rejected: the very definition that was seen. */
export const seenTools = z
  .array(z.strictObject({ name: z.string().min(1).max(500), hash: z.string().regex(/^[0-9a-f]{64}$/) }))
  .min(1)
  .max(2000)

export const upstreamToolFields = {
  alias: toolNameField.nullable().describe('Its name in this installation; null: its own, prefixed on collision'),
  effect: z
    .enum(['read', 'write', 'destructive'])
    .nullable()
    .describe('What it does, for tokens; null: `write`, or `destructive` where it says so itself'),
}

export const upstreamPreview = z
  .object({
    ok: z.boolean(),
    message: z.string(),
    duration_ms: z.int(),
    server: upstreamView.shape.server,
    tools: z.array(z.object(describedTool)),
    resource_count: z.int(),
    prompt_count: z.int(),
    digest: z.string().nullable().describe('Of the whole list of tools: create-upstream approves what had this digest'),
  })
  .meta({ id: 'UpstreamPreview' })

export const upstreamRefreshed = z
  .object({
    ok: z.boolean(),
    message: z.string(),
    upstream: upstreamView,
  })
  .meta({ id: 'UpstreamRefreshed' })
