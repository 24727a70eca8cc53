import type { Clock } from '#kernel/clock.ts'
import type { Outbound } from '#platform/outbound/index.ts'
import { isLoopbackHost, networkOf, type Place, placeOfText } from './place.ts'

export interface SentinelParts {
  readonly outbound: Pick<Outbound, 'tcp'>
  readonly clock: Clock
  /** `host:port` of places an administrator trusts to be there. May be empty. */
  readonly targets: () => readonly string[]
}

/** Told when our own connection is judged lost, and when it is back. */
export type SentinelListener = (news: { readonly isBlind: boolean; readonly since: number }) => void

/** Somebody else answering within this is proof enough, and costs nobody a probe. */
const naturalAnswerMs = 1_000
const probeTimeoutMs = 3_000
/** While blind we look again this often, and believe the last look for as long. */
const recheckMs = 5_000
const mostWitnesses = 5
const mostRemembered = 200

/**
 * Is it them or is it us? Asked when a target failed in a way that a lost uplink looks like too.
 *
 * Proof that we are connected is anybody's answer that came after the question: of another look, or of a place we try
 * now: the configured targets, or else hosts that answered before. Proof that we are blind is that places in at least
 * two different networks are silent and none answers; one silent network may be just that, and its failure counts.
 * Loopback says nothing about the network.
 */
export class Sentinel {
  readonly #parts: SentinelParts
  /** Hosts that answered, the latest last, with a port that was open. */
  readonly #witnesses = new Map<string, Place>()
  readonly #waiting = new Set<() => void>()
  readonly #listeners: SentinelListener[] = []
  #lastAnswerAt = Number.NEGATIVE_INFINITY
  #probe: { readonly begunAt: number; readonly isConnected: Promise<boolean> } | undefined
  #blindSince: number | null = null
  #lastBlindProbeAt = Number.NEGATIVE_INFINITY
  readonly #stopped = new AbortController()

  constructor(parts: SentinelParts) {
    this.#parts = parts
  }

  /** Wall clock; null while we see. */
  get blindSince(): number | null {
    return this.#blindSince
  }

  onChange(listener: SentinelListener): void {
    this.#listeners.push(listener)
  }

  /** A target answered, whatever it said. `place` where its port is known. */
  answered(host: string, place: Place | null): void {
    if (isLoopbackHost(host)) return
    this.#lastAnswerAt = this.#parts.clock.monotonic()
    if (place) {
      this.#witnesses.delete(host)
      this.#witnesses.set(host, place)
      if (this.#witnesses.size > mostRemembered) this.#witnesses.delete(this.#witnesses.keys().next().value ?? '')
    }
    for (const wake of this.#waiting) wake()
    this.#waiting.clear()
    this.#see()
  }

  readonly isConnected = async (): Promise<boolean> => {
    const askedAt = this.#parts.clock.monotonic()
    if (this.#blindSince !== null && askedAt - this.#lastBlindProbeAt < recheckMs) return false
    if (this.#places().length === 0) return true
    if (await this.#naturalAnswer(askedAt)) return true
    const isConnected = await this.#probeBegunAfter(askedAt)
    if (isConnected) this.#see()
    else this.#goBlind()
    return isConnected
  }

  stop(): void {
    this.#stopped.abort()
  }

  #places(): Place[] {
    const configured = this.#parts.targets().flatMap((target) => placeOfText(target) ?? [])
    if (configured.length > 0) return configured
    return [...this.#witnesses.values()].slice(-mostWitnesses)
  }

  /** Where looks come and go all the time, the next answer is a moment away. */
  async #naturalAnswer(askedAt: number): Promise<boolean> {
    if (askedAt - this.#lastAnswerAt > 10 * naturalAnswerMs) return false
    const waited = new AbortController()
    const answer = new Promise<boolean>((resolve) => {
      const wake = () => resolve(true)
      this.#waiting.add(wake)
      this.#parts.clock
        .sleep(naturalAnswerMs, waited.signal)
        .catch(() => undefined)
        .then(() => {
          this.#waiting.delete(wake)
          resolve(false)
        })
    })
    const isAnswered = await answer
    waited.abort()
    return isAnswered
  }

  /** One probe at a time; whoever asks while one runs waits for the next, because the running one proves only the past. */
  async #probeBegunAfter(askedAt: number): Promise<boolean> {
    while (this.#probe && this.#probe.begunAt < askedAt) await this.#probe.isConnected
    if (!this.#probe) {
      const probe = {
        begunAt: this.#parts.clock.monotonic(),
        isConnected: this.#tryPlaces().finally(() => {
          if (this.#probe === probe) this.#probe = undefined
        }),
      }
      this.#probe = probe
    }
    return this.#probe.isConnected
  }

  async #tryPlaces(): Promise<boolean> {
    const isConfigured = this.#parts.targets().length > 0
    const silent = new Set<string>()
    const tries = this.#places().map(async ({ host, port }) => {
      const answer = await this.#parts.outbound.tcp({ host, port, timeoutMs: probeTimeoutMs })
      // Somebody who refuses is there. A configured target is chosen because it accepts, so there only that counts.
      if (answer.ok || (!isConfigured && answer.fault === 'target')) return
      silent.add(networkOf(answer.remote?.address ?? host))
      throw new Error('silent')
    })
    const somebodyAnswered = await Promise.any(tries).then(
      () => true,
      () => false,
    )
    return somebodyAnswered || (!isConfigured && silent.size < 2)
  }

  #goBlind(): void {
    this.#lastBlindProbeAt = this.#parts.clock.monotonic()
    if (this.#blindSince !== null) return
    this.#blindSince = this.#parts.clock.now()
    this.#tell(true, this.#blindSince)
    void this.#lookForward()
  }

  #see(): void {
    if (this.#blindSince === null) return
    const since = this.#blindSince
    this.#blindSince = null
    this.#tell(false, since)
  }

  async #lookForward(): Promise<void> {
    while (this.#blindSince !== null) {
      await this.#parts.clock.sleep(recheckMs, this.#stopped.signal).catch(() => undefined)
      if (this.#stopped.signal.aborted || this.#blindSince === null) return
      if (await this.#probeBegunAfter(this.#parts.clock.monotonic())) this.#see()
      else this.#lastBlindProbeAt = this.#parts.clock.monotonic()
    }
  }

  #tell(isBlind: boolean, since: number): void {
    for (const listener of this.#listeners) listener({ isBlind, since })
  }
}
