import { text } from '@bongsu/contract/text.ts'
import { upstreamFields } from '@bongsu/contract/upstreams.ts'
import { z } from 'zod'
import { Failure, notFound } from '#kernel/errors.ts'
import type { Actor } from '#kernel/operation.ts'
import { operation } from '#platform/operations/operation.ts'
import { personalPlace } from './credentials.ts'
import { requireUpstream } from './upstream-answers.ts'
import { deleteSecret, putSecret } from './upstream-store.ts'
import { upstreamsKit } from './upstreams-kit.ts'

const answer = z.object({ is_mine_set: z.boolean() })

export const setMyCredential = operation({
  name: 'set-my-upstream-credential',
  summary: text(
    '외부 MCP 서버에서 쓸 나의 자격 증명을 등록합니다. 다시 보여 주지 않으며, 내 호출에만 씁니다.',
    'Sets my own credential for an upstream server. It is never shown again, and used for my calls only.',
  ),
  access: 'self.write',
  effect: 'write',
  http: { method: 'PUT', path: '/api/v1/upstreams/{id}/my-credential' },
  unrecorded: ['secret'],
  input: z.strictObject({ id: z.int().min(1), secret: upstreamFields.secret }),
  output: answer,
  async run(ctx, { id, secret }) {
    const personId = signedIn(ctx.actor)
    const upstream = await requireUpstream({ db: ctx.tx, actor: ctx.actor }, id)
    if (upstream.credential !== 'personal') throw notPersonal()
    const { sealer, desk } = ctx.use(upstreamsKit)
    const sealed = sealer.seal(secret, personalPlace(id, personId))
    await putSecret(ctx.tx, id, personId, sealed, ctx.clock.now())
    // Its lists may be waiting for the credential of whoever they are read with.
    if (upstream.listerId === personId) desk.refreshAfter(ctx.tx, id)
    ctx.audit({ target: { kind: 'upstream', id, label: upstream.title } })
    return { is_mine_set: true }
  },
})

export const deleteMyCredential = operation({
  name: 'delete-my-upstream-credential',
  summary: text(
    '외부 MCP 서버에 등록한 나의 자격 증명을 지웁니다.',
    'Takes my own credential for an upstream server away.',
  ),
  access: 'self.write',
  effect: 'destructive',
  http: { method: 'DELETE', path: '/api/v1/upstreams/{id}/my-credential' },
  input: z.strictObject({ id: z.int().min(1) }),
  output: answer,
  async run(ctx, { id }) {
    const upstream = await requireUpstream({ db: ctx.tx, actor: ctx.actor }, id)
    if (!(await deleteSecret(ctx.tx, id, signedIn(ctx.actor))))
      throw notFound(text('자격 증명', 'A credential of yours'))
    ctx.audit({ target: { kind: 'upstream', id, label: upstream.title } })
    return { is_mine_set: false }
  },
})

function signedIn(actor: Actor): number {
  if (actor.kind === 'person') return actor.personId
  throw new Failure(
    'forbidden',
    text('토큰으로는 할 수 없습니다. 직접 로그인해 주세요.', 'A token cannot do this. Please sign in yourself.'),
  )
}

const notPersonal = (): Failure =>
  new Failure(
    'conflict',
    text('사람마다 자격 증명을 쓰는 서버가 아닙니다.', 'This server is not used with everybody’s own credential.'),
  )
