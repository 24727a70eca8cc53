import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '#kernel/clock.ts'
import { Failure, isFailure } from '#kernel/errors.ts'
import type { Database, Tx } from '#platform/db/contract.ts'
import type { UpstreamLink, UpstreamOffer } from '#platform/mcp/index.ts'
import type { Sealer } from '#platform/secrets/sealer.ts'
import { NotRun, type ToolSource } from '../sources/contract.ts'
import { UpstreamSource } from '../sources/upstream-source.ts'
import { allNames, namesOfUpstream, product } from '../tools/name-store.ts'
import { type Bearer, bearersOf } from './bearers.ts'
import { CircuitBreaker } from './breaker.ts'
import { credentialFor } from './credentials.ts'
import { failureWords } from './failure-words.ts'
import { seenOfAll } from './seen-store.ts'
import { stateOfUpstream } from './state-store.ts'
import type { StoreOfferParts } from './store-offer.ts'
import { toolsOf } from './tool-store.ts'
import type { Upstream } from './upstream.ts'
import type { UpstreamProgram } from './upstream-file.ts'
import { type OpenUpstream, UpstreamLinks } from './upstream-links.ts'
import { listDeadlineMs, slow, UpstreamLists } from './upstream-lists.ts'
import { liveUpstreams } from './upstream-store.ts'
import { notInFile, unlisted } from './upstream-words.ts'

export interface UpstreamDeskParts extends StoreOfferParts {
  readonly database: Database
  readonly clock: Clock
  readonly sealer: Sealer
  readonly open: OpenUpstream
  readonly programs: ReadonlyMap<string, UpstreamProgram>
  warn(message: string): void
}

interface Live {
  readonly upstream: Upstream
  readonly breaker: CircuitBreaker
  /** Of all that callers see: a new source is made when it differs. */
  readonly seen: string
  readonly source: UpstreamSource
}

/**
 * The upstream servers as this process knows them: what they offer, ways to them, how they are. Everything that lasts is
 * in the store; other processes hear of it by an event and read it there.
 */
export class UpstreamDesk {
  readonly lists: UpstreamLists
  readonly #parts: UpstreamDeskParts
  readonly #links: UpstreamLinks
  readonly #stopped = new AbortController()
  #live: ReadonlyMap<number, Live> = new Map()
  #sources: readonly ToolSource[] = []
  #heldNames: ReadonlySet<string> = new Set()
  #bearers: ReadonlyMap<string, readonly Bearer[]> = new Map()
  #loading: Promise<void> | undefined
  #loadsAgain = false

  constructor(parts: UpstreamDeskParts) {
    this.#parts = parts
    this.#links = new UpstreamLinks({
      clock: parts.clock,
      open: parts.open,
      programs: parts.programs,
      onChanged: (upstreamId) => this.lists.heard(upstreamId),
    })
    this.lists = new UpstreamLists({
      ...parts,
      stopped: this.#stopped.signal,
      linkFor: (upstream, personId) => this.#linkFor(upstream, personId),
      breakerOf: (upstreamId) => this.#live.get(upstreamId)?.breaker,
    })
  }

  /** Those that are switched on, in the order they were made; the same list as long as nothing changes. */
  sources(): readonly ToolSource[] {
    return this.#sources
  }

  /** Names that stand for tools of upstream servers, also of those that are not offered now; the same set as long as nothing changes. */
  heldNames(): ReadonlySet<string> {
    return this.#heldNames
  }

  /** The tools that were given a name, by source; the same map as long as nothing changes. */
  bearers(): ReadonlyMap<string, readonly Bearer[]> {
    return this.#bearers
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
    const seen = await seenOfAll(database)
    await this.#loadNames()
    const live = new Map<number, Live>()
    for (const upstream of upstreams) {
      if (upstream.isEnabled) live.set(upstream.id, await this.#liveOf(upstream, seen.get(upstream.id) ?? ''))
    }
    this.#live = live
    const sources = [...live.values()].map(({ source }) => source)
    const isSame = sources.length === this.#sources.length && sources.every((one, at) => one === this.#sources[at])
    if (!isSame) this.#sources = sources
    this.#links.closeExcept(new Map(upstreams.map((upstream) => [upstream.id, upstream])))
    this.#links.closeIdle()
  }

  async #loadNames(): Promise<void> {
    const { database } = this.#parts
    const held = new Set(
      (await allNames(database)).filter(({ upstream_id }) => upstream_id !== product).map(({ name }) => name),
    )
    if (!isDeepStrictEqual(held, this.#heldNames)) this.#heldNames = held
    const bearers = await bearersOf(database)
    if (!isDeepStrictEqual(bearers, this.#bearers)) this.#bearers = bearers
  }

  async #liveOf(upstream: Upstream, offered: string): Promise<Live> {
    const { database, clock } = this.#parts
    const known = this.#live.get(upstream.id)
    const isSameServer = known?.upstream.revision === upstream.revision
    const breaker = isSameServer ? known.breaker : new CircuitBreaker(clock)
    const seen = `${upstream.updatedAt} ${offered}`
    if (isSameServer && known.seen === seen) return known
    const source = new UpstreamSource({
      upstream,
      state: await stateOfUpstream(database, upstream.id),
      tools: await toolsOf(database, upstream.id),
      names: await namesOfUpstream(database, upstream.id),
      clock,
      breaker,
      linkFor: (personId) => this.#linkFor(upstream, personId),
      onAnswer: (problem) => this.lists.noteAnswer(upstream, problem),
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

  /** Asks all of them; whoever is slow is not waited for longer than `waitMs`. */
  refreshAll(waitMs: number, signal?: AbortSignal): Promise<void> {
    return this.lists.refreshAll(this.#live.keys(), waitMs, signal)
  }

  refreshAfter(tx: Tx, upstreamId: number): void {
    this.lists.refreshAfter(tx, upstreamId, () => this.load())
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
      throw new Failure('unavailable', deadline.aborted ? slow : unlisted(failureWords(error)))
    } finally {
      await link.close().catch(() => undefined)
    }
  }

  async stop(): Promise<void> {
    this.#stopped.abort(new Error('the process stops'))
    await this.lists.stop()
    await this.#links.closeAll()
  }
}
