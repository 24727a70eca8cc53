import { type Text, text } from '@bongsu/contract/text.ts'
import type { Clock } from '#kernel/clock.ts'
import { errorMessage, Failure, isFailure } from '#kernel/errors.ts'
import type { Database, Tx } from '#platform/db/contract.ts'
import { takeTurn } from '#platform/db/take-turn.ts'
import type { UpstreamLink, UpstreamOffer } from '#platform/mcp/index.ts'
import type { Sealer } from '#platform/secrets/sealer.ts'
import { NotRun, type ToolSource } from '../sources/contract.ts'
import { UpstreamSource } from '../sources/upstream-source.ts'
import { CircuitBreaker } from './breaker.ts'
import { credentialFor } from './credentials.ts'
import { giveNamesTo } from './give-names.ts'
import { allStates, saveState, stateOfUpstream } from './state-store.ts'
import { takeRest, takeTools } from './take-offer.ts'
import { allTools, deleteTools, saveTools, toolsOf } from './tool-store.ts'
import { type Upstream, type UpstreamState, type UpstreamTool, unknownState } from './upstream.ts'
import { upstreamsChanged } from './upstream-events.ts'
import type { UpstreamProgram } from './upstream-file.ts'
import { type OpenUpstream, UpstreamLinks } from './upstream-links.ts'
import { liveUpstreams, saveUpstream, upstreamById } from './upstream-store.ts'
import { notInFile } from './upstream-words.ts'

export interface UpstreamDeskParts {
  readonly database: Database
  readonly clock: Clock
  readonly sealer: Sealer
  readonly open: OpenUpstream
  readonly programs: ReadonlyMap<string, UpstreamProgram>
  /** Names that tools of the product have. */
  ownNames(): ReadonlySet<string>
  /** Tells administrators of tools that wait for their approval, in the transaction that holds them back. */
  tellWaiting(tx: Tx, upstream: Upstream, tools: readonly UpstreamTool[]): Promise<unknown>
  warn(message: string): void
}

interface Live {
  readonly upstream: Upstream
  readonly breaker: CircuitBreaker
  /** Of all that callers see: a new source is made when it differs. */
  readonly seen: string
  readonly source: UpstreamSource
}

export interface Refreshed {
  readonly ok: boolean
  readonly message: Text
}

/** A list that was not read within this is tried again later; what was known holds. */
export const listDeadlineMs = 10_000
const changedAfterMs = 200

/**
 * The upstream servers as this process knows them: what they offer, ways to them, how they are. Everything that lasts is
 * in the store; other processes hear of it by an event and read it there.
 */
export class UpstreamDesk {
  readonly #parts: UpstreamDeskParts
  readonly #links: UpstreamLinks
  readonly #stopped = new AbortController()
  #live: ReadonlyMap<number, Live> = new Map()
  #sources: readonly ToolSource[] = []
  #loading: Promise<void> | undefined
  #loadsAgain = false
  readonly #refreshing = new Map<number, Promise<Refreshed>>()
  readonly #soon = new Set<number>()
  readonly #health = new Map<number, boolean>()

  constructor(parts: UpstreamDeskParts) {
    this.#parts = parts
    this.#links = new UpstreamLinks({
      clock: parts.clock,
      open: parts.open,
      programs: parts.programs,
      onChanged: (upstreamId) => void this.#refreshSoon(upstreamId, changedAfterMs),
    })
  }

  /** Those that are switched on, in the order they were made. */
  sources(): readonly ToolSource[] {
    return this.#sources
  }

  breakerOf(upstreamId: number): Pick<CircuitBreaker, 'state' | 'retryAt'> | undefined {
    return this.#live.get(upstreamId)?.breaker
  }

  get programs(): ReadonlyMap<string, UpstreamProgram> {
    return this.#parts.programs
  }

  /** Reads everything anew. Those who ask while it is being read get what is there afterwards. */
  load(): Promise<void> {
    this.#loadsAgain = this.#loading !== undefined
    this.#loading ??= this.#loadAll().finally(() => {
      this.#loading = undefined
    })
    return this.#loading
  }

  async #loadAll(): Promise<void> {
    do {
      this.#loadsAgain = false
      await this.#loadOnce()
    } while (this.#loadsAgain)
  }

  async #loadOnce(): Promise<void> {
    const { database } = this.#parts
    const upstreams = await liveUpstreams(database)
    const [states, tools] = [await allStates(database), await allTools(database)]
    const live = new Map<number, Live>()
    for (const upstream of upstreams) {
      if (!upstream.isEnabled) continue
      const state = states.get(upstream.id)
      live.set(upstream.id, this.#liveOf(upstream, state, tools.get(upstream.id) ?? []))
    }
    this.#live = live
    this.#sources = [...live.values()].map(({ source }) => source)
    this.#links.closeExcept(new Map(upstreams.map((upstream) => [upstream.id, upstream])))
  }

  #liveOf(upstream: Upstream, state: UpstreamState | undefined, tools: readonly UpstreamTool[]): Live {
    const known = this.#live.get(upstream.id)
    const isSameServer = known?.upstream.revision === upstream.revision
    const breaker = isSameServer ? known.breaker : new CircuitBreaker(this.#parts.clock)
    const seen = fingerprint(upstream, state, tools)
    if (isSameServer && known.seen === seen) return { ...known, upstream }
    const source = new UpstreamSource({
      upstream,
      state: state ?? unknownState,
      tools,
      clock: this.#parts.clock,
      breaker,
      linkFor: (personId) => this.#linkFor(upstream, personId),
      onAnswer: (problem) => this.#noteAnswer(upstream.id, problem),
    })
    return { upstream, breaker, seen, source }
  }

  async #linkFor(upstream: Upstream, personId: number | null): Promise<UpstreamLink> {
    this.#requireProgram(upstream)
    return this.#links.to(upstream, await credentialFor(this.#parts, upstream, personId))
  }

  #requireProgram(upstream: Upstream): void {
    if (upstream.kind === 'stdio' && !this.#parts.programs.has(upstream.slug))
      throw new NotRun(notInFile(upstream.title))
  }

  /** All of them at once; whoever is slow is not waited for longer than `waitMs`. */
  async refreshAll(waitMs: number, signal?: AbortSignal): Promise<void> {
    const all = Promise.allSettled([...this.#live.keys()].map((id) => this.refresh(id)))
    const enough = new AbortController()
    const over = this.#parts.clock.sleep(waitMs, signal ? AbortSignal.any([signal, enough.signal]) : enough.signal)
    await Promise.race([all, over.catch(() => undefined)])
    enough.abort()
    over.catch(() => undefined)
  }

  /** Asks a server for its lists, and keeps what came. Those who ask at the same time share one answer. */
  refresh(upstreamId: number): Promise<Refreshed> {
    const running = this.#refreshing.get(upstreamId)
    if (running) return running
    const refreshing = this.#refreshNow(upstreamId).finally(() => this.#refreshing.delete(upstreamId))
    this.#refreshing.set(upstreamId, refreshing)
    return refreshing
  }

  async #refreshNow(upstreamId: number): Promise<Refreshed> {
    const upstream = await upstreamById(this.#parts.database, upstreamId)
    if (!upstream?.isEnabled) return { ok: false, message: switchedOff }
    const breaker = this.#live.get(upstreamId)?.breaker
    // A list is always asked for; where the breaker waits for one try, it is that.
    breaker?.admits()
    const began = this.#parts.clock.monotonic()
    const listed = await this.#listOf(upstream)
    const latencyMs = Math.round(this.#parts.clock.monotonic() - began)
    if ('problem' in listed) {
      if (listed.isServers) breaker?.failed()
      else breaker?.gaveUp()
      await this.#storeProblem(upstream, listed.problem)
      this.#tryAgainLater(upstreamId)
      return { ok: false, message: listed.problem }
    }
    breaker?.succeeded()
    const { tools } = await this.#storeOffer(upstream, listed.offer, latencyMs)
    return { ok: true, message: listedWords(tools) }
  }

  /** While calls are held back, the next try is ours: nobody has to wait for a call to find out that it is well again. */
  #tryAgainLater(upstreamId: number): void {
    const breaker = this.#live.get(upstreamId)?.breaker
    if (breaker?.retryAt != null) void this.#refreshSoon(upstreamId, breaker.retryAt - this.#parts.clock.now())
  }

  async #listOf(upstream: Upstream): Promise<{ offer: UpstreamOffer } | { problem: Text; isServers: boolean }> {
    const deadline = AbortSignal.any([AbortSignal.timeout(listDeadlineMs), this.#stopped.signal])
    try {
      const link = await this.#linkFor(upstream, upstream.listerId)
      return { offer: await link.offer(deadline) }
    } catch (error) {
      if (error instanceof NotRun) return { problem: error.text, isServers: false }
      if (isFailure(error)) return { problem: error.text, isServers: false }
      if (deadline.aborted) return { problem: slow, isServers: true }
      return { problem: unlisted(errorMessage(error)), isServers: true }
    }
  }

  async #storeOffer(asked: Upstream, offer: UpstreamOffer, latencyMs: number): Promise<{ tools: number }> {
    const { database, clock } = this.#parts
    return database.transaction(async (tx) => {
      const upstream = await this.#stillThere(tx, asked)
      if (!upstream) return { tools: offer.tools.length }
      const at = clock.now()
      const [known, before] = [await toolsOf(tx, upstream.id), await stateOfUpstream(tx, upstream.id)]
      const taken = takeTools(upstream, known, offer.tools, at)
      const tools = await giveNamesTo(tx, upstream, taken.tools, this.#parts.ownNames())
      await saveTools(tx, upstream.id, tools)
      await deleteTools(tx, upstream.id, taken.forgotten)
      const after: UpstreamState = {
        ...before,
        ...takeRest(offer),
        ...upNow(before, at),
        latencyMs,
        listedAt: at,
      }
      await saveState(tx, upstream.id, after)
      if (upstream.approvesFirst) await saveUpstream(tx, upstream, { approvesFirst: false }, upstream.updatedAt)
      else if (taken.waiting.length > 0) await this.#parts.tellWaiting(tx, upstream, taken.waiting)
      const offers = fingerprint(upstream, before, known) !== fingerprint(upstream, after, tools)
      await tx.emit(upstreamsChanged, { upstreamIds: [upstream.id], offers })
      return { tools: offer.tools.length }
    })
  }

  async #storeProblem(asked: Upstream, problem: Text): Promise<void> {
    const { database, clock } = this.#parts
    await database.transaction(async (tx) => {
      const upstream = await this.#stillThere(tx, asked)
      if (!upstream) return
      const before = await stateOfUpstream(tx, upstream.id)
      await saveState(tx, upstream.id, {
        ...before,
        ...downNow(before, problem, clock.now()),
        ...this.#heldBack(upstream.id),
      })
      await tx.emit(upstreamsChanged, { upstreamIds: [upstream.id], offers: false })
    })
  }

  #heldBack(upstreamId: number): Pick<UpstreamState, 'breaker' | 'retryAt'> {
    const breaker = this.#live.get(upstreamId)?.breaker
    return { breaker: breaker?.state ?? 'closed', retryAt: breaker?.retryAt ?? null }
  }

  /** One change of upstream servers after the other; what was asked under an older address is not written. */
  async #stillThere(tx: Tx, asked: Upstream): Promise<Upstream | undefined> {
    await takeTurn(tx, 'upstreams')
    const upstream = await upstreamById(tx, asked.id)
    return upstream?.isEnabled && upstream.revision === asked.revision ? upstream : undefined
  }

  /** A call went well or not. Only a turn of events is written down: the first failure, the breaker, the recovery. */
  #noteAnswer(upstreamId: number, problem: Text | null): void {
    const live = this.#live.get(upstreamId)
    if (!live) return
    const wasWell = this.#health.get(upstreamId) ?? true
    const { state } = live.breaker
    this.#health.set(upstreamId, problem === null)
    if (problem === null) {
      if (!wasWell) void this.#refreshSoon(upstreamId, 0)
      return
    }
    if (!wasWell && state !== 'open') return
    this.#storeProblem(live.upstream, problem).catch((error) => this.#parts.warn(notStored(error)))
    this.#tryAgainLater(upstreamId)
  }

  /** Once this is committed, a server is asked what it offers under its new settings. */
  refreshAfter(tx: Tx, upstreamId: number): void {
    tx.afterCommit(async () => {
      await this.load()
      await this.#refreshSoon(upstreamId, 0)
    })
  }

  async #refreshSoon(upstreamId: number, afterMs: number): Promise<void> {
    if (this.#soon.has(upstreamId)) return
    this.#soon.add(upstreamId)
    try {
      await this.#parts.clock.sleep(Math.max(0, afterMs), this.#stopped.signal)
      this.#soon.delete(upstreamId)
      await this.refresh(upstreamId)
    } catch (error) {
      if (!this.#stopped.signal.aborted) this.#parts.warn(notStored(error))
    } finally {
      this.#soon.delete(upstreamId)
    }
  }

  /** A try of an address that is not stored yet. */
  async tryOut(
    upstream: Upstream,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<UpstreamOffer> {
    const deadline = AbortSignal.any([AbortSignal.timeout(listDeadlineMs), signal, this.#stopped.signal])
    const link = this.#links.openOnce(upstream, { headers, key: 'try' })
    try {
      return await link.offer(deadline)
    } catch (error) {
      if (isFailure(error)) throw error
      throw new Failure('unavailable', deadline.aborted ? slow : unlisted(errorMessage(error)))
    } finally {
      await link.close().catch(() => undefined)
    }
  }

  async stop(): Promise<void> {
    this.#stopped.abort(new Error('the process stops'))
    await Promise.allSettled([...this.#refreshing.values()])
    await this.#links.closeAll()
  }
}

/** All of an upstream server that callers can tell apart. */
const fingerprint = (upstream: Upstream, state: UpstreamState | undefined, tools: readonly UpstreamTool[]): string =>
  JSON.stringify([
    upstream.title,
    upstream.leastRole,
    upstream.tags,
    upstream.timeoutSeconds,
    upstream.credential,
    upstream.updatedAt,
    tools.map((tool) => [tool.name, tool.givenName, tool.alias, tool.effect, tool.approvedHash, tool.offeredHash]),
    state && [state.capabilities, state.resources, state.resourceTemplates, state.prompts],
  ])

const upNow = (before: UpstreamState, at: number) => ({
  state: 'up' as const,
  since: before.state === 'up' ? before.since : at,
  lastOkAt: at,
  breaker: 'closed' as const,
  retryAt: null,
})

const downNow = (before: UpstreamState, problem: Text, at: number) => ({
  state: 'down' as const,
  since: before.state === 'down' ? before.since : at,
  lastError: problem,
  lastErrorAt: at,
})

const notStored = (error: unknown): string => `an upstream server could not be refreshed: ${errorMessage(error)}`
const switchedOff = text('꺼져 있는 서버입니다.', 'This server is switched off.')
const slow = text(
  `${listDeadlineMs / 1000}초 안에 목록을 받지 못했습니다.`,
  `Its lists did not come within ${listDeadlineMs / 1000} seconds.`,
)
const unlisted = (why: string): Text =>
  text(`목록을 받지 못했습니다: ${why.slice(0, 300)}`, `Its lists could not be read: ${why.slice(0, 300)}`)
const listedWords = (count: number): Text =>
  text(`도구 ${count}개를 제공합니다.`, `It offers ${count} tool${count === 1 ? '' : 's'}.`)
