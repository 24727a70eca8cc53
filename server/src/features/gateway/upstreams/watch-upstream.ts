import { monitorView } from '@bongsu/contract/projects.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { Failure } from '#kernel/errors.ts'
import { type Context, operation } from '#platform/operations/operation.ts'
import { parseInput } from '#platform/operations/parse.ts'
import { credentialFor, personIn } from './credentials.ts'
import type { Upstream } from './upstream.ts'
import { requireUpstream } from './upstream-answers.ts'
import { upstreamsKit } from './upstreams-kit.ts'

export const watchUpstream = operation({
  name: 'watch-upstream',
  summary: text(
    '외부 MCP 서버를 감시하는 모니터를 프로젝트에 추가합니다.',
    'Adds a monitor to a project that watches an upstream server.',
  ),
  access: 'gateway.write',
  effect: 'write',
  http: { method: 'POST', path: '/api/v1/upstreams/{id}/monitor', status: 201 },
  input: z.strictObject({ id: z.int().min(1), project_id: z.int().min(1) }),
  output: monitorView,
  async run(ctx, { id, project_id }) {
    const upstream = await requireUpstream(ctx, id)
    if (upstream.url === null) throw aProgram()
    const { createMonitor } = ctx.use(upstreamsKit)
    const options = { url: upstream.url, ...(await signInOf(ctx, upstream)) }
    const input = { id: project_id, kind: 'mcp', name: upstream.title, options }
    // The verb of the projects itself, in this transaction: what it refuses is refused here.
    const verb = createMonitor()
    const monitor = await verb.run(ctx, parseInput(verb.input, input, ctx.language))
    ctx.audit({ details: { upstream: upstream.slug } })
    return monitor as z.input<typeof monitorView>
  },
})

/** The shared credential, or the own one of who asks: the monitor keeps it sealed, like any other. */
async function signInOf(ctx: Context, upstream: Upstream) {
  const { sealer } = ctx.use(upstreamsKit)
  const { headers } = await credentialFor({ database: ctx.tx, sealer }, upstream, personIn(ctx.actor))
  const [header] = Object.entries(headers)
  if (!header) return {}
  const [name, value] = header
  if (name === 'authorization' && upstream.scheme === 'bearer')
    return { auth: { type: 'bearer', token: value.slice('Bearer '.length) } }
  return { headers: [{ name: upstream.header, value }] }
}

const aProgram = (): Failure =>
  new Failure(
    'conflict',
    text(
      '프로그램으로 실행되는 서버는 모니터로 감시할 수 없습니다.',
      'A server that is a program on this machine cannot be watched by a monitor.',
    ),
  )
