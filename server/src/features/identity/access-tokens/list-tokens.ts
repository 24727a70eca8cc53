import { pageInput } from '@bongsu/contract/page.ts'
import { mayRole } from '@bongsu/contract/permissions.ts'
import { text } from '@bongsu/contract/text.ts'
import { tokenKinds, tokenPage, tokenView } from '@bongsu/contract/tokens.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { actingPersonId } from '../acting-person.ts'
import { manageableToken } from './token-rules.ts'
import { searchTokens } from './token-store.ts'
import { viewToken } from './token-view.ts'

export const listTokens = operation({
  name: 'list-tokens',
  summary: text(
    '내 토큰을 조회합니다. 관리자는 모든 사람의 토큰과 서비스 토큰을 조회할 수 있습니다.',
    'Lists my tokens; for administrators, everybody’s and the service tokens too.',
  ),
  access: 'self.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/tokens' },
  input: z.strictObject({
    mine: z.boolean().default(false).describe('Only my own, also for administrators'),
    kind: z.enum(tokenKinds).optional(),
    usable: z.boolean().optional().describe('Neither expired nor revoked'),
    q: z.string().trim().max(200).optional().describe('Words in the name or the owner, or the first letters'),
    ...pageInput,
  }),
  output: tokenPage,
  async run(ctx, { mine, kind, usable, q, page, page_size }) {
    const { actor } = ctx
    const sees = (actor.kind === 'person' || actor.kind === 'token') && mayRole(actor.role, 'tokens.manage')
    const personId = mine || !sees ? actingPersonId(actor) : null
    const now = ctx.clock.now()
    const search = { personId, kind, usable, q }
    const { tokens, total } = await searchTokens(ctx.db, search, now, page_size, (page - 1) * page_size)
    return { items: tokens.map((token) => viewToken(token, now)), total, page, page_size }
  },
})

export const getToken = operation({
  name: 'get-token',
  summary: text('토큰 하나를 조회합니다. 토큰 값은 보이지 않습니다.', 'Reads one token, without its value.'),
  access: 'self.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/tokens/{id}' },
  input: z.strictObject({ id: z.int().min(1) }),
  output: tokenView,
  run: async (ctx, { id }) => viewToken(await manageableToken(ctx.db, ctx.actor, id), ctx.clock.now()),
})
