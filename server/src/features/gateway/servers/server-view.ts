import type { ServerDetail, ServerView } from '@bongsu/contract/servers.ts'
import type { Language } from '@bongsu/contract/text.ts'
import { isoTime } from '#kernel/clock.ts'
import type { ToolSource } from '../sources/contract.ts'
import type { Json, NamedTool } from '../tools/tool.ts'
import type { Offered, OfferedServer } from './contract.ts'
import type { VirtualServer } from './virtual-server.ts'

export const viewServer = (server: VirtualServer, toolCount: number): ServerView => ({
  id: server.id,
  slug: server.slug,
  path: `/mcp/${server.slug}`,
  title: server.title,
  instructions: server.instructions,
  is_enabled: server.isEnabled,
  least_role: server.leastRole,
  prefixes: server.prefixes,
  tool_search: server.toolSearch,
  choices: [...server.choices],
  tool_count: toolCount,
  created_at: isoTime(server.createdAt),
  updated_at: isoTime(server.updatedAt),
})

/** What stands behind the address for whoever reads it; nothing while it is switched off. */
export function viewServerDetail(
  server: VirtualServer,
  offered: OfferedServer,
  sources: readonly ToolSource[],
  language: Language,
): ServerDetail {
  const tools = offered.tools
  return {
    ...viewServer(server, tools.length),
    is_searched: offered.listed.length !== tools.length || offered.listed[0]?.name !== tools[0]?.name,
    tools: tools.map((one) => viewTool(one, language)),
    resources: offered.resources.map((item) => viewItem(item, 'uri')),
    resource_templates: offered.resourceTemplates.map((item) => viewItem(item, 'uriTemplate')),
    prompts: offered.prompts.map((item) => viewItem(item, 'name')),
    missing: missingOf(server, sources),
  }
}

const words = (item: Json, field: string): string | null => {
  const value = item[field]
  return typeof value === 'string' ? value.slice(0, 2000) : null
}

function viewTool({ name, tool }: NamedTool, language: Language) {
  const definition = tool.define(language)
  return {
    name,
    source: tool.sourceId,
    name_in_source: tool.nameInSource,
    title: words(definition, 'title'),
    description: words(definition, 'description'),
    tool: tool.name,
  }
}

const viewItem = ({ definition, sourceId, nameInSource }: Offered, key: string) => ({
  name: words(definition, key) ?? nameInSource,
  source: sourceId,
  name_in_source: nameInSource,
  title: words(definition, 'title'),
  description: words(definition, 'description'),
})

/** What was chosen by name and is not there now, such as a tool that waits for approval. */
function missingOf({ choices }: VirtualServer, sources: readonly ToolSource[]): ServerDetail['missing'] {
  const known = new Map(sources.map((source) => [source.id, source]))
  return choices.flatMap((choice) => {
    const source = known.get(choice.source)
    if (!source) return [{ source: choice.source, names: [] }]
    const { resources, resourceTemplates, prompts } = source.items?.() ?? nothing
    const names = [
      ...without(choice.tools, source.tools(), 'name'),
      ...without(choice.resources, [...resources, ...resourceTemplates], 'uri', 'uriTemplate'),
      ...without(choice.prompts, prompts, 'name'),
    ]
    return names.length === 0 ? [] : [{ source: choice.source, names }]
  })
}

const nothing = { resources: [], resourceTemplates: [], prompts: [] }

function without(chosen: 'all' | readonly string[], items: readonly object[], ...keys: string[]): string[] {
  if (chosen === 'all') return []
  const there = new Set(items.flatMap((item) => keys.map((key) => (item as Json)[key])))
  return chosen.filter((name) => !there.has(name))
}
