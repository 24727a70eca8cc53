import { text } from '@bongsu/contract/text.ts'
import type { Clock } from '#kernel/clock.ts'
import { errorMessage, isFailure } from '#kernel/errors.ts'
import type { Database } from '#platform/db/contract.ts'
import type { DeliveryResult } from '../channels/contract.ts'
import { type Claim, type ClaimLane, isFailing } from './claim-deliveries.ts'
import type { OutboxTimes } from './delivery.ts'
import { hurryAll } from './delivery-store.ts'
import { dueLanes, nextDueAt } from './due-store.ts'
import type { SettleDelivery } from './settle-delivery.ts'

/** Where a fault run may stop us: right after a claim, and when the receiver has answered but nothing is written yet. */
export type Failpoint = 'claimed' | 'answered'

export interface SenderParts {
  readonly database: Database
  readonly clock: Clock
  /** Unique per process: only the holder of a claim may settle it. */
  readonly name: string
  readonly times: OutboxTimes
  readonly claimLane: ClaimLane
  readonly settle: SettleDelivery
  /** Brings one message to its place. */
  readonly deliver: (claim: Claim, signal: AbortSignal) => Promise<DeliveryResult>
  readonly warn: (message: string) => void
  readonly failpoint?: (point: Failpoint, claim: Claim) => Promise<void>
}

/** So many messages to one place at a time. */
const slotsPerLane = 4
/** So many in all. A lane never has more than its own few, so slow ones cannot use these up before hundreds are slow. */
const slotsInAll = 256
const lanesPerRound = 50
const settleAgainMs = 500

export interface SenderHealth {
  readonly isRunning: boolean
  /** Nothing is due: it sleeps until something is. */
  readonly isResting: boolean
  readonly inFlight: number
  /** Wall clock of the last round that went through. */
  readonly lastRoundAt: number | null
  readonly lastError: string | null
}

/**
 * Takes what is due from the outbox and sends it, each place in a lane of its own. It keeps nothing that is not in the
 * outbox: killed at any moment, another sender goes on where it was, and only a message whose answer was not yet written
 * down is sent again, under the same id.
 */
export class Sender {
  readonly #parts: SenderParts
  readonly #busy = new Map<string, number>()
  readonly #tries = new Set<Promise<void>>()
  #running: { readonly idle: AbortController; readonly loop: Promise<void> } | undefined
  #stopping = new AbortController()
  #nap = new AbortController()
  #isWoken = false
  #isResting = false
  #lookedAt = 0
  #lastRoundAt: number | null = null
  #lastError: string | null = null

  constructor(parts: SenderParts) {
    this.#parts = parts
  }

  start(): void {
    if (this.#running) return
    const idle = new AbortController()
    this.#stopping = new AbortController()
    this.#running = { idle, loop: this.#loop(idle.signal) }
  }

  /** Takes nothing more; what is being sent may finish until the deadline, then it is left for the next process. */
  async stop(deadline: AbortSignal): Promise<void> {
    const running = this.#running
    if (!running) return
    this.#running = undefined
    running.idle.abort(new Error('the sender stops'))
    const cut = () => this.#stopping.abort(new Error('the sender stops'))
    if (deadline.aborted) cut()
    else deadline.addEventListener('abort', cut, { once: true })
    await running.loop
    while (this.#tries.size > 0) await Promise.allSettled(this.#tries)
    deadline.removeEventListener('abort', cut)
  }

  /** Something was written to the outbox, or a place became free: look at once. */
  wake(): void {
    this.#isWoken = true
    this.#isResting = false
    this.#nap.abort()
  }

  /** Our own connection is back: everything that failed only for want of it is tried at once. */
  async retryNow(): Promise<void> {
    const { database, clock } = this.#parts
    await database.transaction((tx) => hurryAll(tx, clock.now()))
    this.wake()
  }

  health(): SenderHealth {
    return {
      isRunning: this.#running !== undefined,
      isResting: this.#isResting,
      inFlight: this.#tries.size,
      lastRoundAt: this.#lastRoundAt,
      lastError: this.#lastError,
    }
  }

  async #loop(idle: AbortSignal): Promise<void> {
    while (!idle.aborted) {
      this.#isWoken = false
      let isMore = false
      try {
        isMore = await this.#round()
        this.#lastRoundAt = this.#parts.clock.now()
        this.#lastError = null
      } catch (error) {
        // The store refuses (locked, full, gone): nothing is lost, the rows wait.
        this.#lastError = errorMessage(error)
        this.#parts.warn(`the outbox could not be read: ${this.#lastError}`)
      }
      if (!isMore && !this.#isWoken) await this.#rest(idle)
    }
  }

  /** One look at the outbox. True when a full round was taken, so that there may be more. */
  async #round(): Promise<boolean> {
    const { database, clock, claimLane, name, warn } = this.#parts
    const now = clock.now()
    this.#lookedAt = now
    const free = slotsInAll - this.#tries.size
    if (free <= 0) return false
    const lanes = (await dueLanes(database, now, lanesPerRound + this.#busy.size)).filter(
      (lane) => this.#slotsOf(lane) > 0,
    )
    const some = lanes.slice(0, Math.min(lanesPerRound, free))
    if (some.length === 0) return false
    // A transaction for each lane: a burst in one does not hold the store for all, and one that cannot be read stands
    // in nobody's way.
    let failure: unknown
    for (const lane of some) {
      try {
        const claims = await database.transaction((tx) => claimLane(tx, lane, this.#slotsOf(lane), name, now))
        for (const claim of claims) this.#begin(claim)
      } catch (error) {
        failure ??= error
        warn(`the messages for ${lane} could not be taken: ${errorMessage(error)}`)
      }
    }
    if (failure !== undefined) throw failure
    return lanes.length > some.length
  }

  #slotsOf(lane: string): number {
    return slotsPerLane - (this.#busy.get(lane) ?? 0)
  }

  #begin(claim: Claim): void {
    const { lane } = claim.delivery
    const weight = isFailing(claim.to) ? slotsPerLane : 1
    this.#busy.set(lane, (this.#busy.get(lane) ?? 0) + weight)
    const work = this.#try(claim)
      .catch((error) => this.#parts.warn(`delivery ${claim.delivery.id} could not be settled: ${errorMessage(error)}`))
      .finally(() => {
        this.#tries.delete(work)
        const left = (this.#busy.get(lane) ?? 0) - weight
        if (left > 0) this.#busy.set(lane, left)
        else this.#busy.delete(lane)
        this.wake()
      })
    this.#tries.add(work)
  }

  async #try(claim: Claim): Promise<void> {
    const { database, clock, settle, failpoint } = this.#parts
    await failpoint?.('claimed', claim)
    const result = await this.#attempt(claim)
    await failpoint?.('answered', claim)
    await this.#write(() => database.transaction((tx) => settle(tx, claim, result, clock.now())))
  }

  /** What was said cannot be unsaid: a store that refuses for a moment gets some more chances to note it. */
  async #write(work: () => Promise<void>): Promise<void> {
    for (let left = 3; ; left--) {
      try {
        return await work()
      } catch (error) {
        if (left === 0) throw error
        await this.#parts.clock.sleep(settleAgainMs)
      }
    }
  }

  /** Ends at the deadline whether or not the channel obeys its signal: the claim must not outlive us. */
  async #attempt(claim: Claim): Promise<DeliveryResult | 'stopped'> {
    const { clock, deliver, times } = this.#parts
    const limit = new AbortController()
    const signal = AbortSignal.any([this.#stopping.signal, limit.signal])
    const overdue = clock.sleep(times.tryMs, signal).then(
      () => tooLong,
      (): DeliveryResult | 'stopped' => (this.#stopping.signal.aborted ? 'stopped' : tooLong),
    )
    try {
      const result = await Promise.race([deliver(claim, signal), overdue])
      return this.#stopping.signal.aborted && result !== 'stopped' && !result.ok ? 'stopped' : result
    } catch (error) {
      // Our own fault, such as a secret whose key is gone: said in the log, tried again like any other failure.
      return { ok: false, again: 'later', message: isFailure(error) ? error.text : brokenText(errorMessage(error)) }
    } finally {
      limit.abort(new Error('the try is over'))
    }
  }

  async #rest(idle: AbortSignal): Promise<void> {
    const { database, clock, times } = this.#parts
    // From the moment of the last look, so that nothing falls between it and now.
    const next = await nextDueAt(database, this.#lookedAt).catch(() => null)
    const wait = next === null ? times.pollMs : Math.min(times.pollMs, Math.max(1, next - clock.now()))
    if (this.#isWoken) return
    this.#nap = new AbortController()
    this.#isResting = true
    await clock.sleep(wait, AbortSignal.any([idle, this.#nap.signal])).catch(() => undefined)
    this.#isResting = false
  }
}

const tooLong: DeliveryResult = {
  ok: false,
  again: 'later',
  unreachable: true,
  message: text('제한 시간 안에 끝나지 않았습니다.', 'It did not finish within its time limit.'),
}

const brokenText = (message: string) =>
  text(`보내는 중 오류가 났습니다: ${message}`, `Sending failed on our side: ${message}`)
