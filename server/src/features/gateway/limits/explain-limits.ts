import { type Role, roles } from '@bongsu/contract/permissions.ts'
import { text } from '@bongsu/contract/text.ts'
import { limitExplanation } from '@bongsu/contract/tools.ts'
import { z } from 'zod'
import { peopleKey, tokenNamesKey } from '#features/identity/index.ts'
import { invalidField } from '#kernel/errors.ts'
import { type Context, operation } from '#platform/operations/operation.ts'
import { gatewayKey } from '../gateway-key.ts'
import { keyOf } from './limit-desk.ts'
import { type Counted, isAboutTool, isOf, type LimitRule, limitsOf, nearness } from './limit-rule.ts'
import { allRules, readCounters } from './limit-store.ts'
import { viewRules } from './limit-verbs.ts'
import { standingsOf, viewQuota } from './my-quotas.ts'

export const explainLimits = operation({
  name: 'explain-limits',
  summary: text(
    '어떤 사람이나 토큰, 역할에게 어느 제한이 적용되고 어느 것이 가려지는지 설명합니다.',
    'Explains which limits hold for a person, a token or a role, and which ones a nearer rule comes before.',
  ),
  access: 'limits.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/limits/explain' },
  input: z.strictObject({
    person: z.int().min(1).optional(),
    token: z.int().min(1).optional().describe('Also tells of the person it belongs to'),
    role: z.enum(roles).optional().describe('When neither a person nor a token is named'),
    tool: z.string().trim().max(128).optional().describe('Only rules that are about this tool'),
  }),
  output: limitExplanation,
  async run(ctx, asked) {
    const { who, person, token } = await subjectOf(ctx, asked)
    const all = await allRules(ctx.db)
    const about = asked.tool ? rulesAbout(ctx, all, asked.tool) : all
    const theirs = about.filter((rule) => isOf(rule, who)).sort(byTargetThenNearness)
    const holding = limitsOf(theirs, who)
    const isSomebody = who.personId !== null || who.tokenId !== null
    const now = ctx.clock.now()
    const counters = await readCounters(ctx.db, holding.map(keyOf))
    const standings = isSomebody ? standingsOf(holding, counters, now, ctx.use(gatewayKey).timeZone()) : []
    const views = await viewRules(ctx, theirs)
    return {
      person,
      token,
      role: who.role,
      tool: asked.tool ?? null,
      rules: theirs.map((rule, at) => {
        const standing = standings.find((one) => one.rule.id === rule.id)
        return {
          limit: views[at] as (typeof views)[number],
          holds: holding.some((one) => one.rule.id === rule.id),
          quota: standing ? viewQuota(standing) : null,
        }
      }),
    }
  },
})

const targetOrder = ['all', 'tag', 'tool']
const windowOrder = ['minute', 'day', 'month']

const byTargetThenNearness = (a: LimitRule, b: LimitRule): number =>
  targetOrder.indexOf(a.targetKind) - targetOrder.indexOf(b.targetKind) ||
  a.target.localeCompare(b.target) ||
  windowOrder.indexOf(a.window) - windowOrder.indexOf(b.window) ||
  nearness(a) - nearness(b)

/** A tool that is not there now may still have rules under its name. */
function rulesAbout(ctx: Context, rules: readonly LimitRule[], name: string): LimitRule[] {
  const tool = ctx.use(gatewayKey).toolNamed(name) ?? { name, tags: [] }
  return rules.filter((rule) => isAboutTool(rule, tool))
}

interface Asked {
  readonly person?: number | undefined
  readonly token?: number | undefined
  readonly role?: Role | undefined
}

async function subjectOf(ctx: Context, asked: Asked) {
  if (asked.token !== undefined) {
    const [token] = await ctx.use(tokenNamesKey).byIds(ctx.db, [asked.token])
    if (!token) throw invalidField('token', text('그런 토큰이 없습니다.', 'There is no such token.'))
    const owner = token.personId === null ? undefined : await ctx.use(peopleKey).byId(ctx.db, token.personId)
    const who: Counted = { tokenId: token.id, personId: token.personId, role: token.role }
    return { who, token: { id: token.id, name: token.name }, person: owner ? { id: owner.id, name: owner.name } : null }
  }
  if (asked.person !== undefined) {
    const person = await ctx.use(peopleKey).byId(ctx.db, asked.person)
    if (!person) throw invalidField('person', text('그런 사용자가 없습니다.', 'There is no such person.'))
    const who: Counted = { tokenId: null, personId: person.id, role: person.role }
    return { who, token: null, person: { id: person.id, name: person.name } }
  }
  const role = asked.role
  if (role === undefined)
    throw invalidField('person', text('사람, 토큰, 역할 중 하나를 고르세요.', 'Name a person, a token or a role.'))
  return { who: { tokenId: null, personId: null, role }, token: null, person: null }
}
