import { text } from '@bongsu/contract/text.ts'
import { upstreamFields, upstreamPreview } from '@bongsu/contract/upstreams.ts'
import { z } from 'zod'
import { isFailure } from '#kernel/errors.ts'
import type { UpstreamOffer } from '#platform/mcp/index.ts'
import { type Context, operation } from '#platform/operations/operation.ts'
import { NotRun } from '../sources/contract.ts'
import type { Json } from '../tools/tool.ts'
import { credentialFor, personIn } from './credentials.ts'
import { definitionHash, definitionProblems, listDigest } from './definition.ts'
import { mostTools, takeRest } from './take-offer.ts'
import { describe } from './tool-view.ts'
import { type Upstream, unknownState } from './upstream.ts'
import { requireHeader, requireReachable, requireUpstream } from './upstream-answers.ts'
import { serverOf } from './upstream-view.ts'
import { offersTools } from './upstream-words.ts'
import { upstreamsKit } from './upstreams-kit.ts'

const mostShown = 500

export const testUpstream = operation({
  name: 'test-upstream',
  summary: text(
    '저장하지 않은 설정으로 외부 MCP 서버에 연결해, 무엇을 제공하는지 미리 보여 줍니다.',
    'Connects to an upstream server with settings that are not saved yet, and shows what it offers.',
  ),
  access: 'gateway.write',
  effect: 'write',
  transaction: 'none',
  http: { method: 'POST', path: '/api/v1/upstreams/test' },
  unrecorded: ['secret'],
  input: z.strictObject({
    url: upstreamFields.url,
    credential: upstreamFields.credential.default('none'),
    header: upstreamFields.header.default('Authorization'),
    scheme: upstreamFields.scheme.default('bearer'),
    secret: upstreamFields.secret.optional(),
    upstream_id: z
      .int()
      .min(1)
      .optional()
      .describe('Takes the credential that is left out from this one, where its address is of the same origin'),
  }),
  output: upstreamPreview,
  async run(ctx, input) {
    requireReachable(ctx, input.url)
    requireHeader(input.header)
    const began = ctx.clock.monotonic()
    const elapsed = () => Math.round(ctx.clock.monotonic() - began)
    try {
      const { tried, headers } = await headersFor(ctx, input)
      const offer = await ctx.use(upstreamsKit).desk.tryOut(tried, headers, ctx.signal)
      ctx.audit({ details: { ok: true, tools: offer.tools.length } })
      return { ...previewOf(offer, ctx), duration_ms: elapsed() }
    } catch (error) {
      if (!(error instanceof NotRun) && !isFailure(error, 'unavailable')) throw error
      ctx.audit({ details: { ok: false } })
      return { ...nothing, message: error.text[ctx.language], duration_ms: elapsed() }
    }
  },
})

interface Asked {
  readonly url: string
  readonly credential: Upstream['credential']
  readonly header: string
  readonly scheme: Upstream['scheme']
  readonly secret?: string | undefined
  readonly upstream_id?: number | undefined
}

async function headersFor(ctx: Context, asked: Asked) {
  const stored = asked.upstream_id === undefined ? undefined : await requireUpstream(ctx, asked.upstream_id)
  const tried: Upstream = {
    ...(stored ?? blank),
    kind: 'http',
    url: asked.url,
    credential: asked.credential,
    header: asked.header,
    scheme: asked.scheme,
  }
  if (asked.credential === 'none') return { tried, headers: {} }
  if (asked.secret !== undefined) {
    const value = asked.scheme === 'bearer' ? `Bearer ${asked.secret}` : asked.secret
    return { tried, headers: { [asked.header.toLowerCase()]: value } }
  }
  const isSamePlace = stored?.url != null && new URL(stored.url).origin === new URL(asked.url).origin
  if (!stored || !isSamePlace || stored.credential !== asked.credential) throw new NotRun(noSecret)
  const { sealer } = ctx.use(upstreamsKit)
  const { headers } = await credentialFor({ database: ctx.db, sealer }, tried, personIn(ctx.actor))
  return { tried, headers }
}

function previewOf(offer: UpstreamOffer, ctx: Pick<Context, 'language'>) {
  const rest = { ...unknownState, ...takeRest(offer) }
  return {
    ok: true,
    message: offersTools(offer.tools.length, mostTools)[ctx.language],
    server: serverOf(rest),
    tools: offer.tools.slice(0, mostShown).map((definition: Json) => ({
      ...describe(String(definition.name), definition, definitionProblems(definition), ctx.language),
      hash: definitionHash(definition),
    })),
    resource_count: rest.resources.length + rest.resourceTemplates.length,
    prompt_count: rest.prompts.length,
    digest: listDigest(offer.tools),
  }
}

const nothing = { ok: false, server: null, tools: [], resource_count: 0, prompt_count: 0, digest: null }

const blank: Upstream = {
  id: 0,
  slug: '',
  title: '',
  kind: 'http',
  isFromFile: false,
  isInFile: true,
  url: null,
  credential: 'none',
  header: 'Authorization',
  scheme: 'bearer',
  secret: null,
  listerId: null,
  leastRole: 'admin',
  tags: [],
  prefixes: 'on_collision',
  isEnabled: true,
  timeoutSeconds: null,
  approvesFirst: false,
  previewed: null,
  revision: 0,
  createdAt: 0,
  updatedAt: 0,
}

const noSecret = text('자격 증명을 적으세요.', 'Give the secret.')
