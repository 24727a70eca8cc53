import { mayRole } from '@bongsu/contract/permissions.ts'
import type { Language } from '@bongsu/contract/text.ts'
import type { UpstreamView } from '@bongsu/contract/upstreams.ts'
import { peopleKey } from '#features/identity/index.ts'
import { isoTime, isoTimeOrNull } from '#kernel/clock.ts'
import type { Actor } from '#kernel/operation.ts'
import type { Context } from '#platform/operations/operation.ts'
import type { Json } from '../tools/tool.ts'
import { personIn } from './credentials.ts'
import { allStates } from './state-store.ts'
import { allStandings } from './tool-store.ts'
import {
  isCallable,
  isWaiting,
  type ToolStanding,
  type Upstream,
  type UpstreamState,
  unknownState,
} from './upstream.ts'
import { secretsOf } from './upstream-store.ts'
import { upstreamsKit } from './upstreams-kit.ts'

export const mayManage = (actor: Actor): boolean =>
  actor.kind === 'system' ||
  ((actor.kind === 'person' || actor.kind === 'token') && mayRole(actor.role, 'gateway.write'))

export async function viewUpstreams(ctx: Context, upstreams: readonly Upstream[]): Promise<UpstreamView[]> {
  const { desk } = ctx.use(upstreamsKit)
  const [states, standings] = [await allStates(ctx.db), await allStandings(ctx.db)]
  const personId = personIn(ctx.actor)
  const mine = personId === null ? new Set<number>() : await secretsOf(ctx.db, personId)
  const listers = upstreams.map(({ listerId }) => listerId).filter((id) => id !== null)
  const names = new Map((await ctx.use(peopleKey).byIds(ctx.db, listers)).map(({ id, name }) => [id, name]))
  return upstreams.map((upstream) => {
    const program = desk.programs.get(upstream.slug)
    const command = upstream.kind === 'stdio' && program ? [program.command, ...program.args] : null
    return viewOf(upstream, {
      language: ctx.language,
      state: withBreaker(states.get(upstream.id) ?? unknownState, desk.breakerOf(upstream.id)),
      tools: standings.get(upstream.id) ?? [],
      isMineSet: mine.has(upstream.id),
      mayManage: mayManage(ctx.actor),
      listedBy: upstream.listerId === null ? null : (names.get(upstream.listerId) ?? null),
      ...(mayManage(ctx.actor) ? { url: upstream.url, command } : { url: null, command: null }),
    })
  })
}

export async function viewUpstream(ctx: Context, upstream: Upstream): Promise<UpstreamView> {
  const [view] = await viewUpstreams(ctx, [upstream])
  return view as UpstreamView
}

/** This process knows its own breaker better than what was last written down of one. */
const withBreaker = (
  state: UpstreamState,
  breaker: (Pick<UpstreamState, 'retryAt'> & { readonly state: UpstreamState['breaker'] }) | undefined,
): UpstreamState => (breaker ? { ...state, breaker: breaker.state, retryAt: breaker.retryAt } : state)

interface Known {
  readonly language: Language
  readonly state: UpstreamState
  readonly tools: readonly ToolStanding[]
  readonly isMineSet: boolean
  readonly mayManage: boolean
  readonly listedBy: string | null
  readonly url: string | null
  readonly command: string[] | null
}

const viewOf = (upstream: Upstream, known: Known): UpstreamView => ({
  id: upstream.id,
  slug: upstream.slug,
  title: upstream.title,
  kind: upstream.kind,
  is_from_file: upstream.isFromFile,
  is_in_file: upstream.isInFile,
  url: known.url,
  command: known.command,
  credential: {
    kind: upstream.credential,
    header: upstream.header,
    scheme: upstream.scheme,
    is_set: upstream.secret !== null,
    is_mine_set: known.isMineSet,
    listed_by: known.listedBy,
  },
  least_role: upstream.leastRole,
  tags: [...upstream.tags],
  prefixes: upstream.prefixes,
  is_enabled: upstream.isEnabled,
  timeout_seconds: upstream.timeoutSeconds,
  health: healthOf(upstream, known),
  server: serverOf(known.state),
  tool_count: known.tools.filter(isCallable).length,
  waiting_count: known.tools.filter(isWaiting).length,
  resource_count: known.state.resources.length,
  prompt_count: known.state.prompts.length,
  listed_at: isoTimeOrNull(known.state.listedAt),
  created_at: isoTime(upstream.createdAt),
  updated_at: isoTime(upstream.updatedAt),
})

const healthOf = ({ isEnabled }: Upstream, { state, language, mayManage }: Known): UpstreamView['health'] => ({
  state: isEnabled ? state.state : 'disabled',
  since: isoTimeOrNull(state.since),
  last_ok_at: isoTimeOrNull(state.lastOkAt),
  // It may name places inside our network.
  last_error: mayManage ? (state.lastError?.[language] ?? null) : null,
  last_error_at: isoTimeOrNull(state.lastErrorAt),
  latency_ms: state.latencyMs,
  breaker: state.breaker,
  retry_at: isoTimeOrNull(state.retryAt),
})

export function serverOf(state: Pick<UpstreamState, 'serverInfo' | 'protocolVersion' | 'era'>): UpstreamView['server'] {
  const { serverInfo, protocolVersion, era } = state
  if (!serverInfo || protocolVersion === null || era === null) return null
  return {
    name: said(serverInfo, 'name') ?? '',
    version: said(serverInfo, 'version') ?? '',
    protocol_version: protocolVersion,
    era,
  }
}

/** What somebody else's server says in a field, where it says something. */
export const said = (item: Json, field: string): string | null => {
  const value = item[field]
  return typeof value === 'string' ? value.slice(0, 2000) : null
}

export const viewItem = (item: Json, key: string) => ({
  name: said(item, key) ?? '',
  title: said(item, 'title') ?? (key === 'name' ? null : said(item, 'name')),
  description: said(item, 'description'),
})
