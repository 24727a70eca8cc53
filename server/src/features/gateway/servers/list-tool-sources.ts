import { toolSource } from '@bongsu/contract/servers.ts'
import type { Language } from '@bongsu/contract/text.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { gatewayKey } from '../gateway-key.ts'
import type { ToolSource } from '../sources/contract.ts'
import type { Json } from '../tools/tool.ts'

export const listToolSources = operation({
  name: 'list-tool-sources',
  summary: text(
    '도구 출처와 그 도구, 리소스, 프롬프트를 조회합니다. 가상 서버에 담을 것을 고를 때 씁니다.',
    'Lists the sources of tools with all they have, to choose from for a virtual server.',
  ),
  access: 'gateway.write',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/tool-sources' },
  input: z.strictObject({}),
  output: z.object({ items: z.array(toolSource) }),
  async run(ctx) {
    const service = ctx.use(gatewayKey)
    const names = new Map(
      service
        .toolsFor({ kind: 'system', name: 'catalogue' })
        .map((tool) => [`${tool.sourceId}\n${tool.nameInSource}`, tool.name]),
    )
    return {
      items: service
        .sources()
        .map((source) => viewSource(source, ctx.language, (name) => names.get(`${source.id}\n${name}`))),
    }
  },
})

function viewSource(source: ToolSource, language: Language, nameOf: (name: string) => string | undefined) {
  const items = source.items?.()
  return {
    id: source.id,
    title: source.title[language],
    prefix: source.prefix ?? source.id,
    tools: source.tools().map((tool) => ({
      ...viewItem({ ...tool.define(language), name: tool.name }, 'name'),
      tool: nameOf(tool.name) ?? tool.name,
    })),
    resources: (items?.resources ?? []).map((item) => viewItem(item, 'uri')),
    resource_templates: (items?.resourceTemplates ?? []).map((item) => viewItem(item, 'uriTemplate')),
    prompts: (items?.prompts ?? []).map((item) => viewItem(item, 'name')),
  }
}

const viewItem = (item: Json, key: string) => ({
  name: String(item[key]),
  title: typeof item.title === 'string' ? item.title : null,
  description: typeof item.description === 'string' ? item.description.slice(0, 2000) : null,
})
