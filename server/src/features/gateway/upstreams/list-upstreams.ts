import { text } from '@bongsu/contract/text.ts'
import { upstreamDetail, upstreamView } from '@bongsu/contract/upstreams.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { stateOfUpstream } from './state-store.ts'
import { maySee, requireUpstream } from './upstream-answers.ts'
import { liveUpstreams } from './upstream-store.ts'
import { mayManage, viewItem, viewUpstream, viewUpstreams } from './upstream-view.ts'

export const listUpstreams = operation({
  name: 'list-upstreams',
  summary: text(
    '외부 MCP 서버와 그 상태를 조회합니다. 관리자가 아니면 쓸 수 있는 것만 보입니다.',
    'Lists upstream MCP servers and how they are: those I may use, or for administrators all.',
  ),
  access: 'tools.call',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/upstreams' },
  input: z.strictObject({}),
  output: z.object({ items: z.array(upstreamView) }),
  async run(ctx) {
    const upstreams = (await liveUpstreams(ctx.db)).filter((upstream) => maySee(ctx.actor, upstream))
    return { items: await viewUpstreams(ctx, upstreams) }
  },
})

export const getUpstream = operation({
  name: 'get-upstream',
  summary: text('외부 MCP 서버 하나를 조회합니다.', 'Reads one upstream MCP server.'),
  access: 'tools.call',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/upstreams/{id}' },
  input: z.strictObject({ id: z.int().min(1) }),
  output: upstreamDetail,
  async run(ctx, { id }) {
    const upstream = await requireUpstream(ctx, id)
    const state = await stateOfUpstream(ctx.db, id)
    return {
      ...(await viewUpstream(ctx, upstream)),
      instructions: mayManage(ctx.actor) ? state.instructions : null,
      resources: state.resources.map((item) => viewItem(item, 'uri')),
      resource_templates: state.resourceTemplates.map((item) => viewItem(item, 'uriTemplate')),
      prompts: state.prompts.map((item) => viewItem(item, 'name')),
    }
  },
})
