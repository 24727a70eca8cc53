import { text } from '@bongsu/contract/text.ts'
import { upstreamView } from '@bongsu/contract/upstreams.ts'
import { z } from 'zod'
import { notFound } from '#kernel/errors.ts'
import { takeTurn } from '#platform/db/take-turn.ts'
import { operation } from '#platform/operations/operation.ts'
import { requireFreeSlug, requireFromConsole, upstreamToChange } from './upstream-answers.ts'
import { upstreamsChanged } from './upstream-events.ts'
import { removedUpstream, setRemoved } from './upstream-store.ts'
import { viewUpstream } from './upstream-view.ts'
import { upstreamsKit } from './upstreams-kit.ts'

const input = z.strictObject({ id: z.int().min(1) })

export const removeUpstream = operation({
  name: 'remove-upstream',
  summary: text(
    '외부 MCP 서버를 제거합니다. 30일 안에는 승인과 자격 증명까지 되살릴 수 있습니다.',
    'Removes an upstream server. For 30 days it can be brought back with its approvals and credentials.',
  ),
  access: 'gateway.write',
  effect: 'destructive',
  http: { method: 'DELETE', path: '/api/v1/upstreams/{id}', status: 204 },
  input,
  output: z.null(),
  async run(ctx, { id }) {
    const upstream = await upstreamToChange(ctx.tx, id)
    if (upstream.isInFile) requireFromConsole(upstream)
    await setRemoved(ctx.tx, id, ctx.clock.now())
    await ctx.tx.emit(upstreamsChanged, { upstreamIds: [id] })
    ctx.audit({ target: { kind: 'upstream', id, label: upstream.title } })
    return null
  },
})

export const restoreUpstream = operation({
  name: 'restore-upstream',
  summary: text('제거한 외부 MCP 서버를 되살립니다.', 'Brings a removed upstream server back.'),
  access: 'gateway.write',
  effect: 'write',
  http: { method: 'POST', path: '/api/v1/upstreams/{id}/restore' },
  input,
  output: upstreamView,
  async run(ctx, { id }) {
    await takeTurn(ctx.tx, 'upstreams')
    const upstream = await removedUpstream(ctx.tx, id)
    if (!upstream) throw notFound(text('제거한 외부 MCP 서버', 'A removed upstream server of that id'))
    await requireFreeSlug(ctx.tx, upstream.slug, id)
    await setRemoved(ctx.tx, id, null)
    await ctx.tx.emit(upstreamsChanged, { upstreamIds: [id] })
    ctx.use(upstreamsKit).desk.refreshAfter(ctx.tx, id)
    ctx.audit({ target: { kind: 'upstream', id, label: upstream.title } })
    return viewUpstream(ctx, upstream)
  },
})
