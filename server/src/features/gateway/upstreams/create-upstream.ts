import { slugField } from '@bongsu/contract/servers.ts'
import { text } from '@bongsu/contract/text.ts'
import { upstreamFields, upstreamView } from '@bongsu/contract/upstreams.ts'
import { z } from 'zod'
import { invalidField } from '#kernel/errors.ts'
import { takeTurn } from '#platform/db/take-turn.ts'
import { operation } from '#platform/operations/operation.ts'
import { personalPlace, personIn, sharedPlace } from './credentials.ts'
import { requireFreeSlug, requireHeader, requirePerson, requireReachable } from './upstream-answers.ts'
import { upstreamsChanged } from './upstream-events.ts'
import { insertUpstream, putSecret } from './upstream-store.ts'
import { viewUpstream } from './upstream-view.ts'
import { upstreamsKit } from './upstreams-kit.ts'

export const createUpstream = operation({
  name: 'create-upstream',
  summary: text(
    '외부 MCP 서버를 추가합니다. 첫 목록은 미리 본 그대로이면 승인하고, 이후의 변경은 승인을 기다립니다.',
    'Adds an upstream MCP server. Its first list is approved as it was seen; every change after that waits for approval.',
  ),
  access: 'gateway.write',
  effect: 'write',
  http: { method: 'POST', path: '/api/v1/upstreams', status: 201 },
  unrecorded: ['secret'],
  input: z.strictObject({
    slug: slugField.describe('Names it for good: in names of tools, and as a tag'),
    title: upstreamFields.title.optional().describe('The slug unless said'),
    url: upstreamFields.url,
    credential: upstreamFields.credential.default('none'),
    header: upstreamFields.header.default('Authorization'),
    scheme: upstreamFields.scheme.default('bearer'),
    secret: upstreamFields.secret.optional(),
    least_role: upstreamFields.least_role.default('user'),
    tags: upstreamFields.tags.default([]),
    prefixes: upstreamFields.prefixes.default('on_collision'),
    is_enabled: upstreamFields.is_enabled.default(true),
    timeout_seconds: upstreamFields.timeout_seconds.default(null),
    approve_first: z.boolean().default(true).describe('Approve the first list as it comes'),
    previewed: upstreamFields.previewed
      .nullable()
      .default(null)
      .describe('`digest` of test-upstream: the first list is approved only if it is still that one'),
  }),
  output: upstreamView,
  async run(ctx, input) {
    requirePerson(ctx.actor)
    const { sealer, desk } = ctx.use(upstreamsKit)
    const { secret } = input
    requireReachable(ctx, input.url)
    requireHeader(input.header)
    if (input.credential === 'none' && secret !== undefined) throw invalidField('secret', needless)
    if (input.credential === 'shared' && secret === undefined) throw invalidField('secret', missing)
    await takeTurn(ctx.tx, 'upstreams')
    await requireFreeSlug(ctx.tx, input.slug)
    const at = ctx.clock.now()
    const personId = personIn(ctx.actor)
    const draft = {
      slug: input.slug,
      title: input.title ?? input.slug,
      kind: 'http' as const,
      isFromFile: false,
      isInFile: true,
      url: input.url,
      credential: input.credential,
      header: input.header,
      scheme: input.scheme,
      secret: null,
      listerId: input.credential === 'personal' ? personId : null,
      leastRole: input.least_role,
      tags: [...new Set(input.tags)],
      prefixes: input.prefixes,
      isEnabled: input.is_enabled,
      timeoutSeconds: input.timeout_seconds,
      approvesFirst: input.approve_first,
      previewed: input.previewed,
      revision: 1,
    }
    const isShared = input.credential === 'shared' && secret !== undefined
    const upstream = await insertUpstream(ctx.tx, draft, at, (id) =>
      isShared ? sealer.seal(secret, sharedPlace(id)) : null,
    )
    if (input.credential === 'personal' && secret !== undefined && personId !== null)
      await putSecret(ctx.tx, upstream.id, personId, sealer.seal(secret, personalPlace(upstream.id, personId)), at)
    await ctx.tx.emit(upstreamsChanged, { upstreamIds: [upstream.id] })
    desk.refreshAfter(ctx.tx, upstream.id)
    ctx.audit({ target: { kind: 'upstream', id: upstream.id, label: upstream.title } })
    return viewUpstream(ctx, upstream)
  },
})

const needless = text('자격 증명이 필요 없는 서버입니다.', 'A server without a credential has no secret.')
const missing = text('공유할 자격 증명을 적으세요.', 'Give the secret that is shared.')
