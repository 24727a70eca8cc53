import { z } from 'zod'
import { roles } from './permissions.ts'

/** What an address or a prefix is made of: lower-case words and hyphens. */
export const slugField = z
  .string()
  .trim()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(40)
  .describe('Lower-case letters, digits and single hyphens; stands in addresses and names')

/** What clients take for a tool: at most 64 of these. */
export const toolNameField = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/)

export const prefixModes = ['on_collision', 'always'] as const

const all = z.literal('all')
const names = (most: number) => z.union([all, z.array(z.string().min(1).max(2000)).max(most)])

/** What a virtual server takes of one source. */
export const serverChoice = z.strictObject({
  source: z.string().min(1).max(100).describe('Id of the source, see list-tool-sources'),
  tools: names(2000).default('all').describe('Names as the source has them, or `all`, also those that come later'),
  resources: names(2000).default('all').describe('Addresses and templates of resources'),
  prompts: names(2000).default('all'),
  aliases: z.record(z.string().min(1).max(200), toolNameField).default({}).describe('Name in the source → name here'),
})
export type ServerChoice = z.infer<typeof serverChoice>

export const toolSearchModes = ['auto', 'on', 'off'] as const

export const serverFields = {
  title: z.string().trim().min(1).max(100),
  instructions: z.string().trim().min(1).max(4000).nullable().describe('Told to agents when they connect'),
  is_enabled: z.boolean(),
  least_role: z.enum(roles).describe('For whoever is below it there is no such address'),
  prefixes: z.enum(prefixModes).describe('Whether names begin with their source’s always, or only where two collide'),
  tool_search: z
    .enum(toolSearchModes)
    .describe('Whether `search_tools` and `call_tool` stand in for the list: by the number of tools, always, never'),
  choices: z.array(serverChoice).max(50),
}

export const serverView = z
  .object({
    id: z.int(),
    slug: z.string(),
    path: z.string().describe('Below the origin: `/mcp/{slug}`'),
    title: serverFields.title,
    instructions: z.string().nullable(),
    is_enabled: z.boolean(),
    least_role: serverFields.least_role,
    prefixes: serverFields.prefixes,
    tool_search: serverFields.tool_search,
    choices: z.array(serverChoice),
    tool_count: z.int().describe('Tools that I may call there'),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'VirtualServer' })
export type ServerView = z.infer<typeof serverView>

const offered = z.object({
  name: z.string().describe('Name, or address of a resource, as it stands there'),
  source: z.string(),
  name_in_source: z.string(),
  title: z.string().nullable(),
  description: z.string().nullable(),
})

export const serverDetail = z
  .object({
    ...serverView.shape,
    is_searched: z.boolean().describe('Whether the search stands in for the list, for me, now'),
    tools: z.array(z.object({ ...offered.shape, tool: z.string().describe('Its name in the catalogue') })),
    resources: z.array(offered),
    resource_templates: z.array(offered),
    prompts: z.array(offered),
    missing: z
      .array(z.object({ source: z.string(), names: z.array(z.string()).describe('Empty: the whole source') }))
      .describe('What was chosen and is not there at the moment'),
  })
  .meta({ id: 'VirtualServerDetail' })
export type ServerDetail = z.infer<typeof serverDetail>

const choosable = z.object({ name: z.string(), title: z.string().nullable(), description: z.string().nullable() })

export const toolSource = z
  .object({
    id: z.string(),
    title: z.string(),
    prefix: z.string().describe('What names begin with where they are prefixed'),
    tools: z.array(z.object({ ...choosable.shape, tool: z.string().describe('Its name in the catalogue') })),
    resources: z.array(choosable),
    resource_templates: z.array(choosable),
    prompts: z.array(choosable),
  })
  .meta({ id: 'ToolSource' })
