import { type Text, text } from '@bongsu/contract/text.ts'
import { type Clock, minute, second } from '#kernel/clock.ts'
import { errorMessage, isFailure } from '#kernel/errors.ts'
import type { Database, Tx } from '#platform/db/contract.ts'
import type { UpstreamLink, UpstreamOffer } from '#platform/mcp/index.ts'
import { NotRun } from '../sources/contract.ts'
import type { CircuitBreaker } from './breaker.ts'
import { failureWords, isRefusedSignIn } from './failure-words.ts'
import { type StoreOfferParts, storeOffer, storeProblem } from './store-offer.ts'
import { mostTools } from './take-offer.ts'
import type { Upstream } from './upstream.ts'
import { upstreamById } from './upstream-store.ts'
import { offersTools, unlisted } from './upstream-words.ts'

export interface UpstreamListsParts extends StoreOfferParts {
  readonly database: Database
  readonly clock: Clock
  readonly stopped: AbortSignal
  linkFor(upstream: Upstream, personId: number | null): Promise<UpstreamLink>
  breakerOf(upstreamId: number): CircuitBreaker | undefined
  warn(message: string): void
}

export interface Refreshed {
  readonly ok: boolean
  readonly message: Text
}

/** A list that was not read within this is tried again later; what was known holds. */
export const listDeadlineMs = 10_000

/** What is said in the same moment is read together. */
const heardAfterMs = 200
const slowestHeardMs = minute
/** Who has said nothing for so long is heard at once again. */
const calmMs = 30 * second

type Listed = { readonly offer: UpstreamOffer } | { readonly problem: Text; readonly isServers: boolean }

/**
 * Reads what servers offer: when somebody asks, when a server says that it is other than before, when one that failed
 * answers again, and once more whenever calls to one are held back. Nobody who calls a tool waits for it.
 */
export class UpstreamLists {
  readonly #parts: UpstreamListsParts
  readonly #running = new Map<number, Promise<Refreshed>>()
  readonly #planned = new Map<number, { readonly at: number; readonly plan: AbortController }>()
  readonly #isWell = new Map<number, boolean>()
  /** When a server is next asked, or was last asked, because it said so, and how long after the time before. */
  readonly #heard = new Map<number, { readonly at: number; readonly pauseMs: number }>()

  constructor(parts: UpstreamListsParts) {
    this.#parts = parts
  }

  /** All of these at once; whoever is slow is not waited for longer than `waitMs`. */
  async refreshAll(upstreamIds: Iterable<number>, waitMs: number, signal?: AbortSignal): Promise<void> {
    const all = Promise.allSettled([...upstreamIds].map((id) => this.refresh(id)))
    const enough = new AbortController()
    const over = this.#parts.clock.sleep(waitMs, signal ? AbortSignal.any([signal, enough.signal]) : enough.signal)
    await Promise.race([all, over]).catch(() => undefined)
    enough.abort()
    await over.catch(() => undefined)
  }

  /** Asks a server for its lists, and keeps what came. Those who ask at the same time share one answer. */
  refresh(upstreamId: number): Promise<Refreshed> {
    const running = this.#running.get(upstreamId)
    if (running) return running
    const refreshing = this.#refresh(upstreamId).finally(() => this.#running.delete(upstreamId))
    this.#running.set(upstreamId, refreshing)
    return refreshing
  }

  /** Again, when it was set up anew meanwhile. */
  async #refresh(upstreamId: number): Promise<Refreshed> {
    for (let times = 0; times < 3; times++) {
      const upstream = await upstreamById(this.#parts.database, upstreamId)
      if (!upstream?.isEnabled) return { ok: false, message: switchedOff }
      const refreshed = await this.#refreshOnce(upstream)
      if (refreshed) return refreshed
    }
    return { ok: false, message: busy }
  }

  async #refreshOnce(upstream: Upstream): Promise<Refreshed | undefined> {
    const { clock, database, stopped } = this.#parts
    const breaker = this.#parts.breakerOf(upstream.id)
    // A list is always asked for; where the breaker waits for one try, it is that.
    breaker?.admits()
    const began = clock.monotonic()
    const listed = await this.#listOf(upstream)
    const latencyMs = Math.round(clock.monotonic() - began)
    if (stopped.aborted) return { ok: false, message: switchedOff }
    if ('problem' in listed) return this.#failed(upstream, listed)
    breaker?.succeeded()
    this.#isWell.set(upstream.id, true)
    const { offer } = listed
    const stored = await database.transaction((tx) =>
      storeOffer(tx, this.#parts, upstream, { offer, latencyMs, at: clock.now() }),
    )
    return stored ? { ok: true, message: offersTools(offer.tools.length, mostTools) } : undefined
  }

  async #failed(upstream: Upstream, { problem, isServers }: { problem: Text; isServers: boolean }) {
    const breaker = this.#parts.breakerOf(upstream.id)
    if (isServers) breaker?.failed()
    else breaker?.gaveUp()
    const stored = await this.#storeProblem(upstream, problem)
    this.#tryAgainLater(upstream.id)
    return stored ? { ok: false, message: problem } : undefined
  }

  async #listOf(upstream: Upstream): Promise<Listed> {
    const deadline = AbortSignal.any([AbortSignal.timeout(listDeadlineMs), this.#parts.stopped])
    try {
      const link = await this.#parts.linkFor(upstream, upstream.listerId)
      return { offer: await link.offer(deadline) }
    } catch (error) {
      if (error instanceof NotRun || isFailure(error)) return { problem: error.text, isServers: false }
      // What one person's credential is worth says nothing about the server that others use with theirs.
      const isServers = upstream.credential !== 'personal' || !isRefusedSignIn(error)
      return { problem: deadline.aborted ? slow : unlisted(failureWords(error)), isServers }
    }
  }

  #storeProblem(upstream: Upstream, problem: Text): Promise<boolean> {
    const { database, clock } = this.#parts
    const breaker = this.#parts.breakerOf(upstream.id)
    const held = { breaker: breaker?.state ?? ('closed' as const), retryAt: breaker?.retryAt ?? null }
    return database.transaction((tx) => storeProblem(tx, upstream, { problem, at: clock.now(), breaker: held }))
  }

  /** A call went well, or not. Only a turn of events is written down: the first failure, the breaker, the recovery. */
  noteAnswer(upstream: Upstream, problem: Text | null): void {
    const wasWell = this.#isWell.get(upstream.id) ?? true
    this.#isWell.set(upstream.id, problem === null)
    if (problem === null) {
      if (!wasWell) this.refreshSoon(upstream.id, 0)
      return
    }
    if (!wasWell && this.#parts.breakerOf(upstream.id)?.state !== 'open') return
    this.#storeProblem(upstream, problem).catch((error) => this.#parts.warn(notRead(error)))
    this.#tryAgainLater(upstream.id)
  }

  /** While calls are held back, the next try is ours: nobody has to wait to find out that a server is well again. */
  #tryAgainLater(upstreamId: number): void {
    const retryAt = this.#parts.breakerOf(upstreamId)?.retryAt ?? null
    if (retryAt !== null) this.refreshSoon(upstreamId, Math.max(0, retryAt - this.#parts.clock.now()))
  }

  /** Once this is committed, a server is asked what it offers under its new settings. `loaded`: they are known here. */
  refreshAfter(tx: Tx, upstreamId: number, loaded: () => Promise<void>): void {
    tx.afterCommit(async () => {
      await loaded()
      this.refreshSoon(upstreamId, 0)
    })
  }

  /** A server says that it is other than before. One that says so all the time is asked less and less often. */
  heard(upstreamId: number): void {
    const now = this.#parts.clock.monotonic()
    const last = this.#heard.get(upstreamId)
    if (last && last.at > now) return
    const isCalm = !last || now - last.at > calmMs
    const pauseMs = isCalm ? heardAfterMs : Math.min(last.pauseMs * 2, slowestHeardMs)
    const at = Math.max(now + heardAfterMs, isCalm ? 0 : last.at + pauseMs)
    this.#heard.set(upstreamId, { at, pauseMs })
    this.refreshSoon(upstreamId, at - now)
  }

  /** In so many ms, unless it is planned earlier anyway. */
  refreshSoon(upstreamId: number, afterMs: number): void {
    const { clock, stopped } = this.#parts
    const at = clock.monotonic() + afterMs
    const planned = this.#planned.get(upstreamId)
    if (planned && planned.at <= at) return
    planned?.plan.abort()
    const plan = new AbortController()
    this.#planned.set(upstreamId, { at, plan })
    const wait = clock.sleep(afterMs, AbortSignal.any([plan.signal, stopped]))
    wait.then(
      () => {
        this.#planned.delete(upstreamId)
        this.refresh(upstreamId).catch((error) => this.#parts.warn(notRead(error)))
      },
      () => undefined,
    )
  }

  async stop(): Promise<void> {
    await Promise.allSettled([...this.#running.values()])
  }
}

const notRead = (error: unknown): string => `an upstream server could not be refreshed: ${errorMessage(error)}`
const switchedOff = text('꺼져 있는 서버입니다.', 'This server is switched off.')
const busy = text('설정이 바뀌는 중입니다. 다시 시도하세요.', 'It is being set up anew. Try again.')

export const slow = text(
  `${listDeadlineMs / 1000}초 안에 목록을 받지 못했습니다.`,
  `Its lists did not come within ${listDeadlineMs / 1000} seconds.`,
)
