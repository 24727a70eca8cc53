import { text } from '@bongsu/contract/text.ts'
import { tokenName, tokenRules, tokenView } from '@bongsu/contract/tokens.ts'
import { z } from 'zod'
import { Failure } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { signedInPerson } from '../acting-person.ts'
import { tokensChanged } from '../identity-events.ts'
import { cleanRules, manageableToken } from './token-rules.ts'
import { changeToken, revokeTokenRow } from './token-store.ts'
import { viewToken } from './token-view.ts'

export const updateToken = operation({
  name: 'update-token',
  summary: text(
    '토큰의 이름, 범위, 도구, 허용 주소를 바꿉니다. 열려 있는 연결에도 바로 적용됩니다.',
    'Changes the name, scopes, tools or addresses of a token. It takes effect at once, on open streams too.',
  ),
  access: 'self.write',
  effect: 'write',
  http: { method: 'PATCH', path: '/api/v1/tokens/{id}' },
  input: z.strictObject({
    id: z.int().min(1),
    name: tokenName.optional(),
    scopes: tokenRules.scopes.optional(),
    tools: tokenRules.tools.optional(),
    cidrs: tokenRules.cidrs.optional(),
    allows_query: tokenRules.allows_query.optional(),
  }),
  output: tokenView,
  async run(ctx, input) {
    signedInPerson(ctx.actor)
    const token = await manageableToken(ctx.tx, ctx.actor, input.id)
    const rules = cleanRules({
      scopes: input.scopes ?? token.scopes,
      tools: input.tools === undefined ? token.tools : input.tools,
      cidrs: input.cidrs ?? token.cidrs,
      allowsQuery: input.allows_query ?? token.allowsQuery,
    })
    if ((await changeToken(ctx.tx, token.id, input.name ?? token.name, rules)) === 0) throw alreadyRevoked()
    await ctx.tx.emit(tokensChanged, { tokenIds: [token.id], revoked: false })
    ctx.audit({ target: { kind: 'token', id: token.id, label: token.name } })
    return viewToken(await manageableToken(ctx.tx, ctx.actor, token.id), ctx.clock.now())
  },
})

export const revokeToken = operation({
  name: 'revoke-token',
  summary: text(
    '토큰을 폐기합니다. 이 토큰으로 열린 연결은 바로 끊깁니다.',
    'Revokes a token. Streams that it opened are closed at once.',
  ),
  access: 'self.write',
  effect: 'destructive',
  http: { method: 'DELETE', path: '/api/v1/tokens/{id}', status: 204 },
  input: z.strictObject({ id: z.int().min(1) }),
  output: z.null(),
  async run(ctx, { id }) {
    signedInPerson(ctx.actor)
    const token = await manageableToken(ctx.tx, ctx.actor, id)
    if (await revokeTokenRow(ctx.tx, id, ctx.clock.now()))
      await ctx.tx.emit(tokensChanged, { tokenIds: [id], revoked: true })
    ctx.audit({ target: { kind: 'token', id, label: token.name } })
    return null
  },
})

const alreadyRevoked = (): Failure =>
  new Failure('conflict', text('이미 폐기된 토큰입니다.', 'This token was revoked already.'))
