import { pageInput } from '@bongsu/contract/page.ts'
import { text } from '@bongsu/contract/text.ts'
import { type limitStanding, limitStandingPage } from '@bongsu/contract/tools.ts'
import { z } from 'zod'
import { peopleKey, tokenNamesKey } from '#features/identity/index.ts'
import { localDay } from '#kernel/local-day.ts'
import { type Context, operation } from '#platform/operations/operation.ts'
import { sumCalls } from '../calls/sum-store.ts'
import { gatewayKey } from '../gateway-key.ts'
import { keyOf, type Standing } from './limit-desk.ts'
import { type Counted, limitsOf } from './limit-rule.ts'
import { allRules, type Counter, readCounters } from './limit-store.ts'
import { standingsOf, viewQuota } from './my-quotas.ts'

type StandingView = z.input<typeof limitStanding>

export const listLimitStandings = operation({
  name: 'list-limit-standings',
  summary: text(
    '오늘 도구를 쓴 사람과 서비스 토큰이 사용 제한에 얼마나 가까운지 조회합니다. 가장 빠듯한 순서입니다.',
    'Shows how close those who used tools today are to their limits, the scarcest first.',
  ),
  access: 'limits.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/limits/standings' },
  input: z.strictObject(pageInput),
  output: limitStandingPage,
  async run(ctx, { page, page_size }) {
    const standings = await standingsOfToday(ctx)
    const from = (page - 1) * page_size
    return { items: standings.slice(from, from + page_size), total: standings.length, page, page_size }
  },
})

/** Bounded by who used something today: sums, rules and counters are each read once for all of them. */
async function standingsOfToday(ctx: Context): Promise<StandingView[]> {
  const now = ctx.clock.now()
  const zone = ctx.use(gatewayKey).timeZone()
  const callers = await callersSince(ctx, localDay(now, zone).from, now + 1)
  const rules = await allRules(ctx.db)
  const held = callers.map((caller) => ({ caller, holding: caller.who ? limitsOf(rules, caller.who) : [] }))
  const counters = await countersOf(ctx, [...new Set(held.flatMap(({ holding }) => holding.map(keyOf)))])
  const views = held.map(({ caller: { person, token, who, calls }, holding }): StandingView => {
    const scarcest = mostTelling(standingsOf(holding, counters, now, zone))
    return {
      person,
      token,
      role: who?.role ?? null,
      calls_today: calls,
      quota: scarcest ? viewQuota(scarcest) : null,
      state: scarcest ? stateOf(scarcest.rule.max, scarcest.used) : 'unlimited',
    }
  })
  return views.sort((a, b) => urgency[a.state] - urgency[b.state] || remaining(a) - remaining(b))
}

/** The limit somebody is closest to by share; of those they have not begun to use, the general one of the day. */
function mostTelling(standings: readonly Standing[]): Standing | undefined {
  const share = ({ rule, used }: Standing): number => (rule.max < 0 ? 0 : used / Math.max(1, rule.max))
  const isGeneral = ({ rule }: Standing): boolean => rule.targetKind === 'all' && rule.window === 'day'
  return [...standings].sort((a, b) => share(b) - share(a) || Number(isGeneral(b)) - Number(isGeneral(a)))[0]
}

const urgency = { over: 0, near: 1, normal: 2, unlimited: 3 } as const
const remaining = ({ quota, calls_today }: StandingView): number => quota?.remaining ?? -calls_today

/** Near the end when fewer than five or less than a tenth are left, as soon as any was used. */
export function stateOf(max: number, used: number): StandingView['state'] {
  if (max < 0) return 'unlimited'
  const left = max - used
  if (left <= 0) return 'over'
  return used > 0 && (left < 5 || left < max / 10) ? 'near' : 'normal'
}

interface Caller {
  readonly person: { id: number; name: string | null } | null
  readonly token: { id: number; name: string | null } | null
  readonly who: Counted | null
  readonly calls: number
}

/** People once, whichever token they used; service tokens as themselves. */
async function callersSince(ctx: Context, from: number, to: number): Promise<Caller[]> {
  const calls = new Map<string, { personId: number; tokenId: number; calls: number }>()
  for (const row of await sumCalls(ctx.db, { from, to }, ['person_id', 'token_id'])) {
    const tokenId = row.person_id > 0 ? 0 : row.token_id
    const key = `${row.person_id}:${tokenId}`
    calls.set(key, { personId: row.person_id, tokenId, calls: (calls.get(key)?.calls ?? 0) + row.calls })
  }
  const found = [...calls.values()]
  const people = new Map((await ctx.use(peopleKey).byIds(ctx.db, ids(found, 'personId'))).map((one) => [one.id, one]))
  const tokens = new Map(
    (await ctx.use(tokenNamesKey).byIds(ctx.db, ids(found, 'tokenId'))).map((one) => [one.id, one]),
  )
  return found.map(({ personId, tokenId, calls: count }): Caller => {
    if (personId > 0) {
      const person = people.get(personId)
      const who = person ? { tokenId: null, personId, role: person.role } : null
      return { person: { id: personId, name: person?.name ?? null }, token: null, who, calls: count }
    }
    const token = tokens.get(tokenId)
    const who = token ? { tokenId, personId: null, role: token.role } : null
    return { person: null, token: { id: tokenId, name: token?.name ?? null }, who, calls: count }
  })
}

const ids = (found: readonly { personId: number; tokenId: number }[], of: 'personId' | 'tokenId'): number[] =>
  found.map((one) => one[of]).filter((id) => id > 0)

const keysAtOnce = 500

async function countersOf(ctx: Context, keys: readonly string[]): Promise<Map<string, Counter>> {
  const counters = new Map<string, Counter>()
  for (let at = 0; at < keys.length; at += keysAtOnce)
    for (const [key, counter] of await readCounters(ctx.db, keys.slice(at, at + keysAtOnce))) counters.set(key, counter)
  return counters
}
