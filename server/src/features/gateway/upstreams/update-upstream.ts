import { text } from '@bongsu/contract/text.ts'
import { upstreamFields, upstreamView } from '@bongsu/contract/upstreams.ts'
import { z } from 'zod'
import { invalidField } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { personIn, sharedPlace } from './credentials.ts'
import { renameTools } from './rename-tools.ts'
import { forgetOffers } from './tool-store.ts'
import type { Upstream } from './upstream.ts'
import {
  requireFromConsole,
  requireHeader,
  requirePerson,
  requireReachable,
  upstreamToChange,
} from './upstream-answers.ts'
import { upstreamsChanged } from './upstream-events.ts'
import { deleteSecrets, saveUpstream, type UpstreamDraft } from './upstream-store.ts'
import { viewUpstream } from './upstream-view.ts'
import { upstreamsKit } from './upstreams-kit.ts'

const reach = {
  url: upstreamFields.url.optional(),
  credential: upstreamFields.credential.optional(),
  header: upstreamFields.header.optional(),
  scheme: upstreamFields.scheme.optional(),
  secret: upstreamFields.secret.optional().describe('A shared secret; left out, the one that is there stays'),
}

const previewed = upstreamFields.previewed
  .optional()
  .describe('`digest` of test-upstream: what it offers under its new settings is approved if it is still that list')

const rules = {
  title: upstreamFields.title.optional(),
  least_role: upstreamFields.least_role.optional(),
  tags: upstreamFields.tags.optional(),
  prefixes: upstreamFields.prefixes.optional().describe('Its tools are named anew'),
  is_enabled: upstreamFields.is_enabled.optional(),
  timeout_seconds: upstreamFields.timeout_seconds.optional(),
}

export const updateUpstream = operation({
  name: 'update-upstream',
  summary: text(
    '외부 MCP 서버의 설정을 바꿉니다. 다른 곳으로 주소를 옮기면 자격 증명을 다시 넣어야 합니다.',
    'Changes an upstream server. Where its address moves to another origin, credentials are given anew.',
  ),
  access: 'gateway.write',
  effect: 'write',
  http: { method: 'PATCH', path: '/api/v1/upstreams/{id}' },
  unrecorded: ['secret'],
  input: z.strictObject({ id: z.int().min(1), ...rules, ...reach, previewed }),
  output: upstreamView,
  async run(ctx, { id, ...input }) {
    requirePerson(ctx.actor)
    const before = await upstreamToChange(ctx.tx, id)
    const isReached = Object.keys(reach).some((field) => input[field as keyof typeof reach] !== undefined)
    if (isReached) requireFromConsole(before)
    if (input.url !== undefined) requireReachable(ctx, input.url)
    if (input.header !== undefined) requireHeader(input.header)
    const { sealer, ownNames, desk } = ctx.use(upstreamsKit)
    const moves = input.url !== undefined && before.url !== null && originOf(input.url) !== originOf(before.url)
    const credential = input.credential ?? before.credential
    const secret = input.secret === undefined ? null : sealer.seal(input.secret, sharedPlace(id))
    requireSecret(before, { credential, moves, isGiven: secret !== null })
    const changes: Partial<UpstreamDraft> = {
      ...rulesOf(input),
      ...(isReached
        ? {
            url: input.url ?? before.url,
            credential,
            header: input.header ?? before.header,
            scheme: input.scheme ?? before.scheme,
            secret: credential === 'shared' ? (secret ?? before.secret) : null,
            listerId: credential === 'personal' ? (before.listerId ?? personIn(ctx.actor)) : null,
            revision: before.revision + 1,
          }
        : {}),
      // Without it, what is other than it was approved waits for approval, wherever the server stands now.
      ...(input.previewed === undefined ? {} : { approvesFirst: true, previewed: input.previewed }),
    }
    // What somebody entrusted to one place must not be shown to another.
    if (moves || (isReached && credential !== 'personal')) await deleteSecrets(ctx.tx, id)
    if (input.url !== undefined && input.url !== before.url) await forgetOffers(ctx.tx, id, ctx.clock.now())
    const after = await saveUpstream(ctx.tx, before, changes, Math.max(ctx.clock.now(), before.updatedAt + 1))
    if (after.prefixes !== before.prefixes) await renameTools(ctx.tx, after, ownNames())
    await ctx.tx.emit(upstreamsChanged, { upstreamIds: [id] })
    const isOther = isReached || !before.isEnabled || input.previewed !== undefined
    if (after.isEnabled && isOther) desk.refreshAfter(ctx.tx, id)
    ctx.audit({ target: { kind: 'upstream', id, label: after.title }, details: { changed: Object.keys(input) } })
    return viewUpstream(ctx, after)
  },
})

function requireSecret(
  before: Upstream,
  { credential, moves, isGiven }: { credential: Upstream['credential']; moves: boolean; isGiven: boolean },
): void {
  if (credential !== 'shared') {
    if (isGiven) throw invalidField('secret', notShared)
    return
  }
  if (isGiven) return
  if (before.credential !== 'shared' || before.secret === null) throw invalidField('secret', missing)
  if (moves) throw invalidField('secret', moved)
}

const originOf = (url: string): string => new URL(url).origin

type Rules = { readonly [Field in keyof typeof rules]?: z.output<(typeof rules)[Field]> }

/** Only what was sent: an absent field must not overwrite. */
const rulesOf = (input: Rules): Partial<UpstreamDraft> => ({
  ...(input.title === undefined ? {} : { title: input.title }),
  ...(input.least_role === undefined ? {} : { leastRole: input.least_role }),
  ...(input.tags === undefined ? {} : { tags: [...new Set(input.tags)] }),
  ...(input.prefixes === undefined ? {} : { prefixes: input.prefixes }),
  ...(input.is_enabled === undefined ? {} : { isEnabled: input.is_enabled }),
  ...(input.timeout_seconds === undefined ? {} : { timeoutSeconds: input.timeout_seconds }),
})

const missing = text('공유할 자격 증명을 적으세요.', 'Give the secret that is shared.')
const moved = text(
  '다른 곳으로 주소를 옮기려면 자격 증명을 다시 적으세요. 저장된 것은 다른 서버에 보내지 않습니다.',
  'Give the secret again: the one that is kept is not sent to a server at another address.',
)
const notShared = text(
  '공유 자격 증명이 아닙니다. 자신의 것은 my-credential로 등록하세요.',
  'The credential is not shared. Set your own with my-credential.',
)
