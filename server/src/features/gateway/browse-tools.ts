import { pageInput } from '@bongsu/contract/page.ts'
import { text } from '@bongsu/contract/text.ts'
import { type ToolSummary, type ToolView, toolEffects, toolSummaryPage } from '@bongsu/contract/tools.ts'
import { z } from 'zod'
import { day } from '#kernel/clock.ts'
import { type Context, operation } from '#platform/operations/operation.ts'
import { sumCalls } from './calls/sum-store.ts'
import { searchOf } from './calls/usage-verbs.ts'
import { gatewayKey } from './gateway-key.ts'
import { viewTool } from './list-tools.ts'

const longestDescription = 300
const usageDays = 30

export const browseTools = operation({
  name: 'browse-tools',
  summary: text(
    '내가 쓸 수 있는 도구를 스키마 없이, 최근 30일의 사용과 함께 조회합니다.',
    'Lists the tools that I may use without their schemas, with their use in the last 30 days.',
  ),
  access: 'tools.call',
  scope: 'tools',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/tool-catalogue' },
  input: z.strictObject({
    q: z.string().trim().max(200).optional().describe('Words that are all in the name, title, description or tags'),
    source: z.string().max(100).optional(),
    tag: z.string().max(100).optional(),
    effect: z.enum(toolEffects).optional(),
    sort: z.enum(['catalogue', 'name', 'calls', 'failures']).default('catalogue'),
    order: z.enum(['asc', 'desc']).default('asc'),
    ...pageInput,
  }),
  output: toolSummaryPage,
  async run(ctx, { q, source, tag, effect, sort, order, page, page_size }) {
    const service = ctx.use(gatewayKey)
    const all = service.toolsFor(ctx.actor).map((tool) => viewTool(service, tool, ctx.language))
    const words = (q ?? '').toLowerCase().split(/\s+/)
    const use = await recentUse(ctx)
    const found = all
      .filter((tool) => source === undefined || tool.source.id === source)
      .filter((tool) => tag === undefined || tool.tags.includes(tag))
      .filter((tool) => effect === undefined || tool.effect === effect)
      .filter((tool) => saysAll(tool, words))
      .map((tool) => summaryOf(tool, use.get(tool.name)))
    const sorted = sort === 'catalogue' ? found : found.sort(comparing(sort, order))
    const from = (page - 1) * page_size
    return { items: sorted.slice(from, from + page_size), total: found.length, page, page_size, ...choicesOf(all) }
  },
})

const saysAll = ({ name, title, description, tags }: ToolView, words: readonly string[]): boolean => {
  const said = [name, title ?? '', description, ...tags].join(' ').toLowerCase()
  return words.every((word) => said.includes(word))
}

interface Use {
  calls: number
  failures: number
}

async function recentUse(ctx: Pick<Context, 'db' | 'actor' | 'clock'>): Promise<ReadonlyMap<string, Use>> {
  const now = ctx.clock.now()
  const search = { ...searchOf(ctx.actor, {}), from: now - usageDays * day, to: now + 1 }
  const use = new Map<string, Use>()
  for (const { tool, outcome, calls } of await sumCalls(ctx.db, search, ['tool'])) {
    const sum = use.get(tool) ?? { calls: 0, failures: 0 }
    sum.calls += calls
    if (outcome !== 'success') sum.failures += calls
    use.set(tool, sum)
  }
  return use
}

const summaryOf = (tool: ToolView, use: Use = { calls: 0, failures: 0 }): ToolSummary => {
  const { name, title, description, source, tags, effect, needs_scope } = tool
  const letters = [...description]
  const beginning = letters.length > longestDescription ? `${letters.slice(0, longestDescription - 1).join('')}…` : null
  return { name, title, description: beginning ?? description, source, tags, effect, needs_scope, ...use }
}

function comparing(by: 'name' | 'calls' | 'failures', order: 'asc' | 'desc') {
  const sign = order === 'asc' ? 1 : -1
  const byName = (a: ToolSummary, b: ToolSummary) => (a.name < b.name ? -1 : 1)
  return (a: ToolSummary, b: ToolSummary): number =>
    by === 'name' ? sign * byName(a, b) : sign * (a[by] - b[by]) || byName(a, b)
}

/** What the list can be narrowed to, with how much there is of it. */
function choicesOf(tools: readonly ToolView[]) {
  const sources = Map.groupBy(tools, ({ source }) => source.id)
  const tags = new Map<string, number>()
  for (const tag of tools.flatMap((tool) => tool.tags)) tags.set(tag, (tags.get(tag) ?? 0) + 1)
  return {
    sources: [...sources].map(([id, some]) => ({ id, title: some[0]?.source.title ?? id, tools: some.length })),
    tags: [...tags].map(([tag, count]) => ({ tag, tools: count })).sort((a, b) => (a.tag < b.tag ? -1 : 1)),
  }
}
