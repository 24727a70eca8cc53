import { pageInput } from '@bongsu/contract/page.ts'
import { mayRole } from '@bongsu/contract/permissions.ts'
import { text } from '@bongsu/contract/text.ts'
import { type CallView, callDetail, callOutcomeField, callPage, usageOfMe, usageStats } from '@bongsu/contract/tools.ts'
import { z } from 'zod'
import { peopleKey, tokenNamesKey } from '#features/identity/index.ts'
import { day, hour, isoTime } from '#kernel/clock.ts'
import { Failure, notFound } from '#kernel/errors.ts'
import { localDay } from '#kernel/local-day.ts'
import type { Actor } from '#kernel/operation.ts'
import { type Context, operation } from '#platform/operations/operation.ts'
import { gatewayKey } from '../gateway-key.ts'
import { quotasOf, viewQuota } from '../limits/my-quotas.ts'
import { sumCalls } from './sum-store.ts'
import { statsOf } from './usage-stats.ts'
import { type CallRow, type CallSearch, callSorts, findCall, newestFirst, searchCalls } from './usage-store.ts'

const stretch = {
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
}

export const callFilter = {
  person: z.int().min(1).optional(),
  token: z.int().min(1).optional(),
  tool: z.string().max(200).optional(),
  source: z.string().max(100).optional(),
  outcome: callOutcomeField.optional(),
  door: z.string().max(20).optional(),
  ...stretch,
}

export const callOrder = {
  sort: z.enum(callSorts).default(newestFirst.sort),
  order: z.enum(['asc', 'desc']).default(newestFirst.order),
}

export const listCalls = operation({
  name: 'list-tool-calls',
  summary: text(
    '도구 호출 기록을 조회합니다. 관리자는 모든 사람의 기록을 봅니다.',
    'Lists tool calls: my own, or for administrators everybody’s.',
  ),
  access: 'tools.call',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/usage/history' },
  input: z.strictObject({ ...callFilter, ...callOrder, ...pageInput }),
  output: callPage,
  async run(ctx, { page, page_size, sort, order, ...filter }) {
    const search = searchOf(ctx.actor, filter)
    const { rows, total } = await searchCalls(ctx.db, search, { sort, order }, page_size, (page - 1) * page_size)
    return { items: await viewCalls(ctx, rows), total, page, page_size }
  },
})

export const getCall = operation({
  name: 'get-tool-call',
  summary: text(
    '도구 호출 하나를 인자와 결과까지 조회합니다.',
    'Reads one tool call with its arguments and its result, as far as they are kept.',
  ),
  access: 'tools.call',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/usage/history/{id}' },
  input: z.strictObject({ id: z.int().min(1) }),
  output: callDetail,
  async run(ctx, { id }) {
    const row = await findCall(ctx.db, id)
    if (!row || !maySee(ctx.actor, row)) throw notFound(text('도구 호출', 'The tool call'))
    const [view] = await viewCalls(ctx, [row])
    const kept = (json: string | null): unknown => (json === null ? null : JSON.parse(json))
    return { ...(view as CallView), arguments: kept(row.arguments), result: kept(row.result) }
  },
})

export const getMyUsage = operation({
  name: 'get-my-usage',
  summary: text('오늘 내가 쓴 도구와 남은 횟수를 조회합니다.', 'Shows my use of tools today, and what is left.'),
  access: 'tools.call',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/usage/me' },
  input: z.strictObject({}),
  output: usageOfMe,
  async run(ctx) {
    const { actor } = ctx
    if (actor.kind !== 'person' && actor.kind !== 'token') throw nobody()
    const zone = ctx.use(gatewayKey).timeZone()
    const now = ctx.clock.now()
    const who = {
      tokenId: actor.kind === 'token' ? actor.tokenId : null,
      personId: actor.personId,
      role: actor.role,
    }
    const quotas = await quotasOf(ctx.db, who, now, zone)
    const mine = ownSearch(actor)
    const today = await sumCalls(ctx.db, { ...mine, from: localDay(now, zone).from, to: now + 1 }, ['tool'])
    const calls = (rows: typeof today) => rows.reduce((sum, row) => sum + row.calls, 0)
    const byTool = Map.groupBy(today, ({ tool }) => tool)
    return {
      calls_today: calls(today),
      succeeded_today: calls(today.filter(({ outcome }) => outcome === 'success')),
      quotas: quotas.map(viewQuota),
      top_tools: [...byTool]
        .map(([tool, rows]) => ({ tool, calls: calls(rows) }))
        .sort((a, b) => b.calls - a.calls)
        .slice(0, 5),
    }
  },
})

export const getUsageStats = operation({
  name: 'get-usage-stats',
  summary: text(
    '기간 동안의 도구 사용을 도구, 사람, 요일과 시간별로 집계합니다.',
    'Sums up the use of tools in a stretch of time: by tool, caller, weekday and hour.',
  ),
  access: 'tools.call',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/usage/stats' },
  input: z.strictObject({
    person: callFilter.person,
    token: callFilter.token,
    tool: callFilter.tool,
    source: callFilter.source,
    outcome: callFilter.outcome,
    door: callFilter.door,
    ...stretch,
  }),
  output: usageStats,
  async run(ctx, filter) {
    const now = ctx.clock.now()
    const to = filter.to === undefined ? now : Date.parse(filter.to)
    // Sums are kept by the hour.
    const from = floorHour(filter.from === undefined ? to - 30 * day : Date.parse(filter.from))
    if (from >= to || to - from > mostDays * day) throw badStretch()
    const person = ctx.actor.kind === 'person' ? await ctx.use(peopleKey).byId(ctx.db, ctx.actor.personId) : undefined
    const zone = person?.timeZone ?? ctx.use(gatewayKey).timeZone()
    return statsOf(ctx, searchOf(ctx.actor, filter), { from, to, zone })
  },
})

const mostDays = 400
const floorHour = (at: number): number => Math.floor(at / hour) * hour

interface Filter {
  readonly person?: number | undefined
  readonly token?: number | undefined
  readonly tool?: string | undefined
  readonly source?: string | undefined
  readonly outcome?: string | undefined
  readonly door?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

const at = (time: string | undefined): number | undefined => (time === undefined ? undefined : Date.parse(time))

/** Who may not see everybody's is shown their own, whatever they ask for. */
export function searchOf(actor: Actor, filter: Filter): CallSearch {
  const { person, token, tool, source, outcome, door, from, to } = filter
  const asked = { personId: person, tokenId: token, tool, source, outcome, door, from: at(from), to: at(to) }
  return seesAll(actor) ? asked : { ...asked, ...ownSearch(actor) }
}

const seesAll = (actor: Actor): boolean =>
  (actor.kind === 'person' || actor.kind === 'token') && mayRole(actor.role, 'usage.read')

function ownSearch(actor: Actor): CallSearch {
  if (actor.kind === 'person') return { personId: actor.personId }
  if (actor.kind !== 'token') throw nobody()
  return actor.personId === null ? { tokenId: actor.tokenId } : { personId: actor.personId }
}

function maySee(actor: Actor, row: CallRow): boolean {
  if (seesAll(actor)) return true
  const own = ownSearch(actor)
  return own.personId !== undefined ? row.person_id === own.personId : row.token_id === own.tokenId
}

const nobody = (): Failure =>
  new Failure('forbidden', text('사람이나 토큰만 볼 수 있습니다.', 'This is for people and tokens.'))

const badStretch = (): Failure =>
  new Failure(
    'validation',
    text(`기간은 1초부터 ${mostDays}일까지입니다.`, `The stretch of time may be up to ${mostDays} days long.`),
  )

export async function viewCalls(ctx: Pick<Context, 'db' | 'use'>, rows: readonly CallRow[]): Promise<CallView[]> {
  const ids = (values: (number | null)[]) => [...new Set(values.filter((id): id is number => id !== null))]
  const people = await ctx.use(peopleKey).byIds(ctx.db, ids(rows.map(({ person_id }) => person_id)))
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const tokens = await ctx.use(tokenNamesKey).names(ctx.db, ids(rows.map(({ token_id }) => token_id)))
  return rows.map((row) => ({
    id: row.id,
    started_at: isoTime(row.started_at),
    duration_ms: row.duration_ms,
    person: row.person_id === null ? null : { id: row.person_id, name: names.get(row.person_id) ?? null },
    token: row.token_id === null ? null : { id: row.token_id, name: tokens.get(row.token_id) ?? null },
    door: row.door,
    address: row.address,
    server: row.server,
    source: row.source,
    tool: row.tool,
    outcome: row.outcome,
    reason: row.reason,
  }))
}
