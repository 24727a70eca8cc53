import { roleAliases, roles } from '@bongsu/contract/permissions.ts'
import { text } from '@bongsu/contract/text.ts'
import { type LimitView, limitFields, limitView } from '@bongsu/contract/tools.ts'
import { z } from 'zod'
import { peopleKey, tokenNamesKey } from '#features/identity/index.ts'
import { Failure, invalidField, notFound } from '#kernel/errors.ts'
import type { Db } from '#platform/db/contract.ts'
import { type Context, operation } from '#platform/operations/operation.ts'
import type { LimitRule } from './limit-rule.ts'
import { allRules, deleteRule, putRule } from './limit-store.ts'

export const listLimits = operation({
  name: 'list-limits',
  summary: text(
    '사용 제한을 조회합니다. 토큰, 사람, 역할, 기본값 순으로 가까운 규칙이 적용됩니다.',
    'Lists the usage limits. The nearest one holds: token before person before role before the default.',
  ),
  access: 'limits.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/limits' },
  input: z.strictObject({}),
  output: z.object({ items: z.array(limitView) }),
  run: async (ctx) => ({ items: await viewRules(ctx, await allRules(ctx.db)) }),
})

export const putLimit = operation({
  name: 'put-limit',
  summary: text(
    '사용 제한을 정합니다. 대상과 기간이 같은 규칙이 있으면 바꿉니다. 다음 호출부터 적용됩니다.',
    'Sets a usage limit, or changes the one for the same subject, target and window. It holds from the next call on.',
  ),
  access: 'limits.write',
  effect: 'write',
  http: { method: 'PUT', path: '/api/v1/limits' },
  input: z.strictObject({
    ...limitFields,
    replace: z.boolean().default(true).describe('false: refuse when there is already one for the same'),
  }),
  output: limitView,
  async run(ctx, { replace, ...input }) {
    const subject = input.subject_kind === 'role' ? (roleAliases[input.subject] ?? input.subject) : input.subject
    await requireSubject(ctx, input.subject_kind, subject)
    if ((input.target_kind === 'all') !== (input.target === '')) throw wrongTarget(input.target_kind === 'all')
    const rule = {
      subjectKind: input.subject_kind,
      subject,
      targetKind: input.target_kind,
      target: input.target,
      window: input.window,
      max: input.max,
    }
    if (!replace && (await isThere(ctx.tx, rule))) throw alreadyThere()
    const id = await putRule(ctx.tx, rule, ctx.clock.now())
    ctx.audit({ target: { kind: 'limit', id } })
    const [view] = await viewRules(ctx, [{ id, ...rule }])
    return view as LimitView
  },
})

export const deleteLimit = operation({
  name: 'delete-limit',
  summary: text(
    '사용 제한을 지웁니다. 더 넓은 규칙이 적용됩니다.',
    'Removes a usage limit; the next wider one holds then.',
  ),
  access: 'limits.write',
  effect: 'destructive',
  http: { method: 'DELETE', path: '/api/v1/limits/{id}', status: 204 },
  input: z.strictObject({ id: z.int().min(1) }),
  output: z.null(),
  async run(ctx, { id }) {
    const rule = (await allRules(ctx.tx)).find((one) => one.id === id)
    if (!rule) throw notFound(text('사용 제한', 'The limit'))
    if (rule.subjectKind === 'default' && rule.targetKind === 'all' && rule.window === 'day') throw theDefault()
    await deleteRule(ctx.tx, id)
    ctx.audit({ target: { kind: 'limit', id }, details: { subject: `${rule.subjectKind}:${rule.subject}` } })
    return null
  },
})

async function requireSubject(ctx: Context, kind: LimitRule['subjectKind'], subject: string): Promise<void> {
  if (kind === 'default' && subject === '') return
  if (kind === 'role' && (roles as readonly string[]).includes(subject)) return
  const id = /^[1-9]\d{0,15}$/.test(subject) ? Number(subject) : null
  if (kind === 'person' && id !== null && (await ctx.use(peopleKey).byId(ctx.tx, id))) return
  if (kind === 'token' && id !== null && (await ctx.use(tokenNamesKey).names(ctx.tx, [id])).has(id)) return
  throw invalidField('subject', subjectWords[kind])
}

const subjectWords = {
  default: text('기본값에는 대상을 적지 않습니다.', 'The default has no subject.'),
  role: text('admin, manager, user, viewer 중 하나를 적으세요.', 'Name one of admin, manager, user, viewer.'),
  person: text('그런 사용자가 없습니다. 사용자의 id를 적으세요.', 'There is no such person. Give the id of one.'),
  token: text('그런 토큰이 없습니다. 토큰의 id를 적으세요.', 'There is no such token. Give the id of one.'),
}

const wrongTarget = (isForAll: boolean): Failure =>
  invalidField(
    'target',
    isForAll
      ? text('모든 도구에 대한 제한에는 대상을 적지 않습니다.', 'A limit for all tools has no target.')
      : text('도구 이름이나 태그를 적으세요.', 'Name the tool or the tag.'),
  )

async function isThere(db: Db, rule: Omit<LimitRule, 'id'>): Promise<boolean> {
  const about = (one: Omit<LimitRule, 'id'>) =>
    [one.subjectKind, one.subject, one.targetKind, one.target, one.window].join('\n')
  return (await allRules(db)).some((one) => about(one) === about(rule))
}

const twice = text(
  '같은 대상과 기간의 제한이 이미 있습니다. 그 제한의 횟수를 바꾸세요.',
  'There is already a limit for the same subject, target and window. Change that one.',
)
const alreadyThere = (): Failure => new Failure('conflict', twice, { fields: [{ path: 'subject', message: twice }] })

const theDefault = (): Failure =>
  invalidField(
    'id',
    text(
      '하루 기본값은 지울 수 없습니다. 제한을 없애려면 -1로 바꾸세요.',
      'The daily default cannot be removed. Set it to -1 for no limit.',
    ),
  )

export async function viewRules(ctx: Context, rules: readonly LimitRule[]): Promise<LimitView[]> {
  const db: Db = ctx.db
  const idsOf = (kind: LimitRule['subjectKind']) =>
    rules.filter(({ subjectKind }) => subjectKind === kind).map(({ subject }) => Number(subject))
  const people = new Map((await ctx.use(peopleKey).byIds(db, idsOf('person'))).map(({ id, name }) => [id, name]))
  const tokens = await ctx.use(tokenNamesKey).names(db, idsOf('token'))
  const nameOf = ({ subjectKind, subject }: LimitRule): string | null => {
    if (subjectKind === 'person') return people.get(Number(subject)) ?? null
    return subjectKind === 'token' ? (tokens.get(Number(subject)) ?? null) : null
  }
  return rules.map((rule) => ({
    id: rule.id,
    subject_kind: rule.subjectKind,
    subject: rule.subject,
    subject_name: nameOf(rule),
    target_kind: rule.targetKind,
    target: rule.target,
    window: rule.window,
    max: rule.max,
  }))
}
