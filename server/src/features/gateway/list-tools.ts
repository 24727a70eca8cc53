import { pageInput } from '@bongsu/contract/page.ts'
import { roles } from '@bongsu/contract/permissions.ts'
import type { Language } from '@bongsu/contract/text.ts'
import { text } from '@bongsu/contract/text.ts'
import { type ToolView, toolPage, toolView } from '@bongsu/contract/tools.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { type GatewayService, gatewayKey } from './gateway-key.ts'
import type { Json, Tool } from './tools/tool.ts'
import { mayUseWith } from './tools/tool-catalogue.ts'
import { unknownTool } from './tools/unknown-tool.ts'

export const listTools = operation({
  name: 'list-tools',
  summary: text('내가 쓸 수 있는 도구를 조회합니다.', 'Lists the tools that I may use.'),
  access: 'tools.call',
  scope: 'tools',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/tools' },
  input: z.strictObject({
    q: z.string().trim().max(200).optional().describe('Words in the name or the description'),
    source: z.string().max(100).optional(),
    tag: z.string().max(100).optional(),
    ...pageInput,
  }),
  output: toolPage,
  async run(ctx, { q, source, tag, page, page_size }) {
    const service = ctx.use(gatewayKey)
    const words = q?.toLowerCase()
    const found = service
      .toolsFor(ctx.actor)
      .filter((tool) => source === undefined || tool.sourceId === source)
      .filter((tool) => tag === undefined || tool.tags.includes(tag))
      .map((tool) => viewTool(service, tool, ctx.language))
      .filter((view) => !words || `${view.name} ${view.title ?? ''} ${view.description}`.toLowerCase().includes(words))
    const from = (page - 1) * page_size
    return { items: found.slice(from, from + page_size), total: found.length, page, page_size }
  },
})

export const getTool = operation({
  name: 'get-tool',
  summary: text('도구 하나를 조회합니다.', 'Reads one tool.'),
  access: 'tools.call',
  scope: 'tools',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/tools/{name}' },
  input: z.strictObject({ name: z.string().min(1).max(128) }),
  output: toolView,
  async run(ctx, { name }) {
    const service = ctx.use(gatewayKey)
    const tool = service.toolsFor(ctx.actor).find((one) => one.name === name)
    if (!tool) throw unknownTool(name)
    return viewTool(service, tool, ctx.language)
  },
})

export function viewTool(service: GatewayService, tool: Tool, language: Language): ToolView {
  const { title, description, inputSchema, outputSchema, annotations } = tool.define(language)
  const source = service.sources().find(({ id }) => id === tool.sourceId)
  return {
    name: tool.name,
    title: typeof title === 'string' ? title : null,
    description: typeof description === 'string' ? description : '',
    source: { id: tool.sourceId, title: source?.title[language] ?? tool.sourceId },
    tags: [...tool.tags],
    effect: tool.effect,
    needs_scope: tool.effect === 'read' ? 'read' : 'write',
    roles: roles.filter((role) => mayUseWith(role, tool)),
    input_schema: { ...inputSchema },
    output_schema: outputSchema === undefined ? null : { ...(outputSchema as Json) },
    annotations: { ...(annotations as Json | undefined) },
  }
}
