import { roleField } from '@bongsu/contract/identity.ts'
import { text } from '@bongsu/contract/text.ts'
import { newTokenView, tokenKinds, tokenName, tokenRules } from '@bongsu/contract/tokens.ts'
import { z } from 'zod'
import { day } from '#kernel/clock.ts'
import { Failure } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { existingPerson, signedInPerson } from '../acting-person.ts'
import { tokenHash } from '../tokens.ts'
import { hintOf, newAccessToken } from './access-token.ts'
import { cleanRules, requireMayManage } from './token-rules.ts'
import { countUsable, findToken, insertToken } from './token-store.ts'
import { viewToken } from './token-view.ts'

/** More than anybody needs, few enough that a script gone wild does not fill the table. */
const mostPersonalTokens = 100

export const createToken = operation({
  name: 'create-token',
  summary: text(
    '접근 토큰을 만듭니다. 토큰 값은 이 답에서 한 번만 보여 줍니다.',
    'Makes an access token. Its value is shown in this answer, once.',
  ),
  access: 'self.write',
  effect: 'write',
  http: { method: 'POST', path: '/api/v1/tokens', status: 201 },
  input: z.strictObject({
    kind: z.enum(tokenKinds).default('personal'),
    name: tokenName,
    role: roleField
      .optional()
      .describe('Of a service token: what it may do at most. A personal token always has the role of its person.'),
    scopes: tokenRules.scopes.optional().describe('Personal: read and tools unless said. Service: none unless said.'),
    tools: tokenRules.tools.optional().describe('Personal: every tool unless said. Service: none unless said.'),
    cidrs: tokenRules.cidrs.default([]),
    allows_query: tokenRules.allows_query.default(false),
    valid_days: z.int().min(1).max(3650).nullable().default(365).describe('null: until it is revoked'),
  }),
  output: newTokenView,
  async run(ctx, input) {
    const { personId } = signedInPerson(ctx.actor)
    const { kind } = input
    requireMayManage(ctx.actor, { kind, ownerId: personId })
    const now = ctx.clock.now()
    const person = await existingPerson(ctx.tx, personId)
    if (kind === 'personal' && (await countUsable(ctx.tx, personId, now)) >= mostPersonalTokens) throw tooMany()
    const isPersonal = kind === 'personal'
    const rules = cleanRules({
      scopes: input.scopes ?? (isPersonal ? ['read', 'tools'] : []),
      tools: input.tools === undefined ? (isPersonal ? null : []) : input.tools,
      cidrs: input.cidrs,
      allowsQuery: input.allows_query,
    })
    const token = newAccessToken()
    const id = await insertToken(
      ctx.tx,
      {
        ...rules,
        kind,
        name: input.name,
        hint: hintOf(token),
        tokenHash: tokenHash(token),
        ownerId: personId,
        role: isPersonal ? person.role : (input.role ?? 'viewer'),
        expiresAt: input.valid_days === null ? null : now + input.valid_days * day,
      },
      now,
    )
    ctx.audit({ target: { kind: 'token', id, label: input.name }, details: { kind } })
    const stored = await findToken(ctx.tx, id)
    if (!stored) throw new Error('a token was not stored')
    return { token, ...viewToken(stored, now) }
  },
})

const tooMany = (): Failure =>
  new Failure(
    'conflict',
    text(
      `사용할 수 있는 토큰이 이미 ${mostPersonalTokens}개입니다. 쓰지 않는 토큰을 폐기하세요.`,
      `There are already ${mostPersonalTokens} usable tokens. Revoke those that are not used.`,
    ),
  )
