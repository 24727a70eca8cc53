import { signInFilter, signInView } from '@bongsu/contract/identity.ts'
import { pageInput, pageOf } from '@bongsu/contract/page.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { type Context, operation } from '#platform/operations/operation.ts'
import { actingPersonId } from './acting-person.ts'
import { searchSignIns } from './sign-in-store.ts'
import { signInSearch, signInToView } from './sign-in-view.ts'

const { person: _person, ...ownFilter } = signInFilter
const everybodys = z.strictObject({ ...pageInput, ...signInFilter })
const own = z.strictObject({ ...pageInput, ...ownFilter })

export const listSignIns = operation({
  name: 'list-sign-ins',
  summary: text(
    '모든 로그인 시도를 최신순으로 조회합니다. 없는 계정에 대한 시도도 있습니다.',
    'Lists every attempt to sign in, newest first, also for accounts that do not exist.',
  ),
  access: 'sign-ins.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/sign-ins' },
  input: everybodys,
  output: pageOf(signInView),
  run: (ctx, input) => pageOfSignIns(ctx, input),
})

export const listMySignIns = operation({
  name: 'list-my-sign-ins',
  summary: text('내 계정의 접속 이력을 조회합니다.', 'Lists the sign-ins to my own account.'),
  access: 'self.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/auth/me/sign-ins' },
  input: own,
  output: pageOf(signInView),
  run: (ctx, input) => pageOfSignIns(ctx, { ...input, person: actingPersonId(ctx.actor) }),
})

async function pageOfSignIns(ctx: Context, input: z.output<typeof everybodys>) {
  const { page, page_size } = input
  const { rows, total } = await searchSignIns(ctx.db, signInSearch(input), page_size, (page - 1) * page_size)
  return { items: rows.map((row) => signInToView(row, ctx.language)), total, page, page_size }
}
