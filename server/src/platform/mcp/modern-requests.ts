import { randomUUID } from 'node:crypto'
import { CLIENT_CAPABILITIES_META_KEY, LOG_LEVEL_META_KEY, type ServerContext } from '@modelcontextprotocol/server'
import type { McpExchange, McpFace } from './face.ts'
import type { Json } from './json.ts'
import { isLoudEnough } from './log-level.ts'
import type { RawRequest } from './mcp-server.ts'
import { type Owner, ParkedExchanges, type Waiting } from './parked-exchanges.ts'
import type { RequestStates } from './request-states.ts'
import { meantBy, respond } from './respond.ts'
import type { UpstreamSession } from './upstream/contract.ts'

export interface ModernCaller extends Owner {
  /** The address the request came in at. */
  readonly server: string | null
  /** The params as they were sent. */
  readonly params: Json
}

const listTtlMs = 60_000
/** These may answer that they need something from the caller. */
const maySuspend: ReadonlySet<string> = new Set(['tools/call', 'prompts/get', 'resources/read'])
const never = new AbortController().signal

/** Requests of revision 2026-07-28: each stands alone, and what one of them leaves open the caller carries to the next. */
export class ModernRequests {
  readonly #states: RequestStates
  readonly #parked = new ParkedExchanges()
  /** Of this process: what waits here waits nowhere else. */
  readonly #home = randomUUID()

  constructor(states: RequestStates) {
    this.#states = states
  }

  async answer(
    face: McpFace,
    { method, params = {} }: RawRequest,
    ctx: ServerContext,
    caller: ModernCaller,
  ): Promise<Json> {
    const envelope = ctx.mcpReq.envelope as Json | undefined
    const waiting: Waiting = {
      signal: ctx.mcpReq.signal,
      capabilities: (envelope?.[CLIENT_CAPABILITIES_META_KEY] as Json | undefined) ?? {},
      async notify(sent, said) {
        // Whoever names no level wants to hear nothing.
        if (sent === 'notifications/message' && !isLoudEnough(said.level, envelope?.[LOG_LEVEL_META_KEY])) return
        await ctx.mcpReq.notify({ method: sent, params: said } as never).catch(() => undefined)
      },
    }
    const result = maySuspend.has(method)
      ? await this.#suspendable(face, method, params, metaOf(ctx, envelope), waiting, caller)
      : await respond(face, method, params, { ...alone(waiting, caller.owner), meta: metaOf(ctx, envelope) })
    return withCacheHints(method, result)
  }

  async #suspendable(
    face: McpFace,
    method: string,
    params: Json,
    meta: Json | undefined,
    waiting: Waiting,
    { owner, personId, server, params: sent }: ModernCaller,
  ): Promise<Json> {
    const meant = `${server ?? ''}\n${meantBy(method, params)}`
    const { inputResponses, requestState } = sent
    const state = this.#states.take(owner, meant, requestState)
    if (state && 'parked' in state) {
      const isHere = state.home === this.#home
      const answers = (inputResponses ?? {}) as Json
      const resumed = isHere ? this.#parked.resume(owner, meant, state.parked, answers, waiting) : undefined
      if (resumed) return resumed
      throw await face.lost(method, params, alone(waiting, owner), !isHere)
    }
    if (!state && requestState !== undefined) throw await face.lost(method, params, alone(waiting, owner), false)
    const goesOn = {
      ...(inputResponses === undefined ? {} : { inputResponses }),
      ...(state ? { requestState: state.behind } : {}),
    }
    const seal = (id: string) => this.#states.give(owner, meant, { parked: id, home: this.#home })
    return this.#parked.run({ owner, personId }, meant, waiting, seal, async (peer, signal) => {
      const session = sessionOf(owner)
      const result = await respond(face, method, params, { signal, meta, peer, session, goesOn })
      return typeof result.requestState === 'string' && result.resultType === 'input_required'
        ? { ...result, requestState: this.#states.give(owner, meant, { behind: result.requestState }) }
        : result
    })
  }

  endWhere(isMeant: (whose: Owner) => boolean): void {
    this.#parked.endWhere(isMeant)
  }
}

/** What a server of the older era keeps for a session, it keeps for one caller, however many requests they make. */
const sessionOf = (owner: string): UpstreamSession => ({ id: owner, ended: never, notify: () => undefined })

/** A request that is answered at once or not at all: its caller cannot be asked in the middle. */
const alone = ({ signal, capabilities, notify }: Waiting, owner: string): McpExchange => ({
  signal,
  peer: { capabilities, notify, request: cannotAsk },
  session: sessionOf(owner),
})

const cannotAsk = (): Promise<never> => Promise.reject(new Error('the caller cannot be asked'))

function metaOf(ctx: ServerContext, envelope: Json | undefined): Json | undefined {
  const meta = ctx.mcpReq._meta as Json | undefined
  const level = envelope?.[LOG_LEVEL_META_KEY]
  return level === undefined ? meta : { ...meta, [LOG_LEVEL_META_KEY]: level }
}

/** Everything here was chosen for its caller, so nobody may keep it for others. */
function withCacheHints(method: string, result: Json): Json {
  if (method.endsWith('/list')) return { ...result, ttlMs: listTtlMs, cacheScope: 'private' }
  if (method === 'resources/read' && result.resultType !== 'input_required') return { ...result, cacheScope: 'private' }
  return result
}
