import { text } from '@bongsu/contract/text.ts'
import { seenTools, upstreamToolFields, upstreamToolStates, upstreamToolView } from '@bongsu/contract/upstreams.ts'
import { z } from 'zod'
import { Failure, notFound } from '#kernel/errors.ts'
import { particle } from '#kernel/korean.ts'
import { type Context, operation } from '#platform/operations/operation.ts'
import { withAlias } from './choose-alias.ts'
import { giveNamesTo } from './give-names.ts'
import { approved } from './take-offer.ts'
import { saveTools, toolsOf } from './tool-store.ts'
import { viewTool } from './tool-view.ts'
import { toolState, type Upstream, type UpstreamTool } from './upstream.ts'
import { requirePerson, requireUpstream, upstreamToChange } from './upstream-answers.ts'
import { upstreamsChanged } from './upstream-events.ts'
import { upstreamsKit } from './upstreams-kit.ts'

const id = z.int().min(1)
const tools = z.object({ items: z.array(upstreamToolView) })

export const listUpstreamTools = operation({
  name: 'list-upstream-tools',
  summary: text(
    '외부 MCP 서버의 도구를 정의, 승인 상태, 승인된 것과의 차이까지 조회합니다.',
    'Lists the tools of an upstream server: definitions, approvals, and what differs from what was approved.',
  ),
  access: 'gateway.write',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/upstreams/{id}/tools' },
  input: z.strictObject({ id, state: z.enum(upstreamToolStates).optional() }),
  output: tools,
  async run(ctx, { id: upstreamId, state }) {
    await requireUpstream(ctx, upstreamId)
    const found = (await toolsOf(ctx.db, upstreamId)).filter((tool) => state === undefined || toolState(tool) === state)
    return viewAll(ctx, found)
  },
})

export const approveUpstreamTools = operation({
  name: 'approve-upstream-tools',
  summary: text(
    '새 도구와 바뀐 도구를, 본 정의 그대로 승인합니다. 그 사이에 또 바뀐 것은 승인하지 않습니다.',
    'Approves new and changed tools, each by the definition that was seen. One that changed again meanwhile is refused.',
  ),
  access: 'gateway.write',
  effect: 'write',
  http: { method: 'POST', path: '/api/v1/upstreams/{id}/tools/approve' },
  input: z.strictObject({ id, tools: seenTools }),
  output: tools,
  async run(ctx, { id: upstreamId, tools: seen }) {
    const by = requirePerson(ctx.actor)
    const upstream = await upstreamToChange(ctx.tx, upstreamId)
    const at = ctx.clock.now()
    const judged = await judge(ctx, upstream, seen, (tool) => approved(tool, at, by))
    const named = await giveNamesTo(ctx.tx, upstream, judged, ctx.use(upstreamsKit).ownNames())
    return settle(ctx, upstream, named)
  },
})

export const rejectUpstreamTools = operation({
  name: 'reject-upstream-tools',
  summary: text(
    '새 도구와 바뀐 도구의 지금 정의를 거절합니다. 정의가 다시 바뀌면 다시 승인을 기다립니다.',
    'Turns down new and changed tools as they are now. Another change is judged anew.',
  ),
  access: 'gateway.write',
  effect: 'write',
  http: { method: 'POST', path: '/api/v1/upstreams/{id}/tools/reject' },
  input: z.strictObject({ id, tools: seenTools }),
  output: tools,
  async run(ctx, { id: upstreamId, tools: seen }) {
    requirePerson(ctx.actor)
    const upstream = await upstreamToChange(ctx.tx, upstreamId)
    const judged = await judge(ctx, upstream, seen, (tool) => ({
      ...tool,
      rejectedHash: tool.offeredHash,
      // One that was approved as it is now is no longer.
      ...(tool.approvedHash === tool.offeredHash ? { approved: null, approvedHash: null } : {}),
    }))
    return settle(ctx, upstream, judged)
  },
})

export const updateUpstreamTool = operation({
  name: 'update-upstream-tool',
  summary: text(
    '외부 도구에 별칭을 주거나, 읽기만 하는지 바꾸는지를 정합니다.',
    'Gives an upstream tool an alias, or says whether it reads, writes or destroys.',
  ),
  access: 'gateway.write',
  effect: 'write',
  http: { method: 'PATCH', path: '/api/v1/upstreams/{id}/tools' },
  input: z.strictObject({
    id,
    name: z.string().min(1).max(500).describe('As the server calls it'),
    alias: upstreamToolFields.alias.optional(),
    effect: upstreamToolFields.effect.optional(),
  }),
  output: upstreamToolView,
  async run(ctx, { id: upstreamId, name, alias, effect }) {
    requirePerson(ctx.actor)
    const upstream = await upstreamToChange(ctx.tx, upstreamId)
    const tool = (await toolsOf(ctx.tx, upstreamId)).find((one) => one.name === name)
    if (!tool) throw notFound(text(`도구 ${name}`, `The tool ${name}`))
    const renamed = alias === undefined ? tool : await withAlias(ctx, upstream, tool, alias)
    const after = { ...renamed, ...(effect === undefined ? {} : { effect }) }
    const { items } = await settle(ctx, upstream, [after])
    return items[0] as (typeof items)[number]
  },
})

/** Each must still be what was seen, or nothing is done at all. */
async function judge(
  ctx: Context,
  upstream: Upstream,
  seen: readonly { name: string; hash: string }[],
  verdict: (tool: UpstreamTool) => UpstreamTool,
): Promise<UpstreamTool[]> {
  const known = new Map((await toolsOf(ctx.tx, upstream.id)).map((tool) => [tool.name, tool]))
  const judged = seen.map(({ name, hash }) => {
    const tool = known.get(name)
    if (tool?.offeredHash !== hash) throw changedAgain(name)
    if (toolState(tool) === 'refused') throw unfit(name)
    return verdict(tool)
  })
  ctx.audit({
    target: { kind: 'upstream', id: upstream.id, label: upstream.title },
    details: { tools: seen.map(({ name, hash }) => `${name} ${hash.slice(0, 12)}`) },
  })
  return judged
}

async function settle(ctx: Context, upstream: Upstream, changed: readonly UpstreamTool[]) {
  await saveTools(ctx.tx, upstream.id, changed)
  await ctx.tx.emit(upstreamsChanged, { upstreamIds: [upstream.id] })
  ctx.audit({ target: { kind: 'upstream', id: upstream.id, label: upstream.title } })
  return viewAll(ctx, changed)
}

async function viewAll(ctx: Context, found: readonly UpstreamTool[]) {
  const items = []
  for (const tool of found) {
    items.push(await viewTool(tool, ctx.language))
    // A diff may take a while, and there may be many: everybody else’s work goes on meanwhile.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { items }
}

const changedAgain = (name: string): Failure =>
  new Failure(
    'conflict',
    text(
      `도구 "${name}"의 정의가 그 사이에 바뀌었습니다. 다시 보고 판단하세요.`,
      `The definition of "${name}" is not the one you saw any more. Look again.`,
    ),
  )
const unfit = (name: string): Failure =>
  new Failure(
    'conflict',
    text(
      `도구 ${particle(`"${name}"`, '은', '는')} 정의가 잘못되어 내놓을 수 없습니다.`,
      `The definition of "${name}" is faulty: it cannot be offered.`,
    ),
  )
