import { text } from '@bongsu/contract/text.ts'
import { upstreamRefreshed } from '@bongsu/contract/upstreams.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { requireUpstream } from './upstream-answers.ts'
import { viewUpstream } from './upstream-view.ts'
import { upstreamsKit } from './upstreams-kit.ts'

export const refreshUpstream = operation({
  name: 'refresh-upstream',
  summary: text(
    '외부 MCP 서버에 지금 연결해 목록을 새로 읽고 결과를 알려 줍니다.',
    'Connects to an upstream server now, reads its lists anew and reports how it went.',
  ),
  access: 'gateway.write',
  effect: 'write',
  transaction: 'none',
  tool: true,
  http: { method: 'POST', path: '/api/v1/upstreams/{id}/refresh' },
  input: z.strictObject({ id: z.int().min(1) }),
  output: upstreamRefreshed,
  async run(ctx, { id }) {
    const upstream = await requireUpstream(ctx, id)
    const { ok, message } = await ctx.use(upstreamsKit).desk.lists.refresh(id)
    ctx.audit({ target: { kind: 'upstream', id, label: upstream.title }, details: { ok } })
    return { ok, message: message[ctx.language], upstream: await viewUpstream(ctx, await requireUpstream(ctx, id)) }
  },
})
