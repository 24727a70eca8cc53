import type { Clock } from '#kernel/clock.ts'
import { errorMessage } from '#kernel/errors.ts'
import type { Database, Tx } from '#platform/db/contract.ts'
import type { AuditEntry } from '#platform/operations/runner.ts'
import type { EndedCall, OpenCall } from './call-record.ts'
import { insertEnded, insertOpen, markAsked, takeAsked, takeIds } from './call-store.ts'

export interface CallLogParts {
  readonly database: Database
  readonly clock: Clock
  /** Adds lines to the audit chain. */
  audit(tx: Tx, entries: readonly AuditEntry[]): Promise<void>
  /** After calls were stored: for whoever shows them live. */
  stored(tx: Tx, calls: readonly EndedCall[]): Promise<void>
  warn(message: string): void
}

interface Waiting {
  readonly call: EndedCall
  readonly resolve: () => void
  /** How often the store refused this one although it took another since: then it is not the store that is at fault. */
  readonly refusals: number
  /** How many the store had taken when it last refused this one. */
  readonly refusedAt: number | null
}

const idsAtOnce = 1000
const batchMs = 50
const largestBatch = 500
/** While the store refuses. A call that began is in `open_call` too, so what falls out here still leaves a line. */
const mostWaiting = 20_000
const slowestRetryMs = 5000
const mostRefusals = 3

/**
 * The record of every call, whichever way it ended. A call that may run is written before it runs (`open`, in the
 * transaction that counts it) and once more when it has ended; what dies in between is found and closed by a job.
 */
export class CallLog {
  readonly #parts: CallLogParts
  #ids = { next: 0, end: 0 }
  #moreIds: Promise<void> | undefined
  #waiting: Waiting[] = []
  #working: Promise<void> | undefined
  #storedCount = 0

  constructor(parts: CallLogParts) {
    this.#parts = parts
  }

  async newId(): Promise<number> {
    while (this.#ids.next >= this.#ids.end) {
      this.#moreIds ??= this.#takeIds().finally(() => {
        this.#moreIds = undefined
      })
      await this.#moreIds
    }
    return this.#ids.next++
  }

  async #takeIds(): Promise<void> {
    const first = await this.#parts.database.transaction((tx) => takeIds(tx, idsAtOnce))
    this.#ids = { next: first, end: first + idsAtOnce }
  }

  open(tx: Tx, calls: readonly OpenCall[]): Promise<number> {
    return insertOpen(tx, calls)
  }

  /** The caller is asked for something, for the so manieth time, so the call has not ended: it goes on when they come. */
  async asked(id: number, times: number): Promise<void> {
    const { database, clock } = this.#parts
    await database.transaction((tx) => markAsked(tx, id, times, clock.now()))
  }

  /** When the call began that its caller goes on with; null when there is nothing to go on with any more. */
  resume(id: number, times: number): Promise<number | null> {
    const { database, clock } = this.#parts
    return database.transaction((tx) => takeAsked(tx, id, times, clock.now()))
  }

  /** Resolves once it is stored. Nobody who has a result to give needs to wait for that. */
  end(call: EndedCall): Promise<void> {
    return new Promise((resolve) => {
      if (this.#waiting.length >= mostWaiting) {
        this.#waiting.shift()?.resolve()
        this.#parts.warn('the store refuses for so long that records of tool calls were dropped')
      }
      this.#waiting.push({ call, resolve, refusals: 0, refusedAt: null })
      this.#working ??= this.#work().finally(() => {
        this.#working = undefined
      })
    })
  }

  /** Writes what is waiting; gives up when the signal aborts. */
  async drain(deadline: AbortSignal): Promise<void> {
    const aborted = new Promise<void>((resolve) => deadline.addEventListener('abort', () => resolve(), { once: true }))
    while (this.#working && !deadline.aborted) await Promise.race([this.#working, aborted])
  }

  async #work(): Promise<void> {
    let failures = 0
    await this.#parts.clock.sleep(batchMs)
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, failures === 0 ? largestBatch : 1)
      try {
        await this.#parts.database.transaction((tx) =>
          this.#store(
            tx,
            batch.map(({ call }) => call),
          ),
        )
        failures = 0
      } catch (error) {
        failures += 1
        this.#parts.warn(`a record of tool calls was not stored: ${errorMessage(error)}`)
        if (batch.length === 1) this.#setAside(error)
        await this.#parts.clock.sleep(Math.min(slowestRetryMs, 100 * 2 ** failures))
        continue
      }
      this.#storedCount += batch.length
      this.#waiting.splice(0, batch.length)
      for (const { resolve } of batch) resolve()
    }
  }

  /** The others go first; one that only the store's own trouble stopped waits no longer than they do. */
  #setAside(error: unknown): void {
    const [one] = this.#waiting.splice(0, 1)
    if (!one) return
    const othersWereTaken = one.refusedAt === null || this.#storedCount > one.refusedAt
    const refusals = one.refusals + (othersWereTaken ? 1 : 0)
    if (refusals > 2 * mostRefusals) {
      this.#parts.warn(`the record of tool call ${one.call.id} is given up: ${errorMessage(error)}`)
      one.resolve()
      return
    }
    const call = refusals >= mostRefusals ? bare(one.call, error) : one.call
    this.#waiting.push({ ...one, call, refusals, refusedAt: this.#storedCount })
  }

  async #store(tx: Tx, calls: readonly EndedCall[]): Promise<void> {
    await insertEnded(tx, calls)
    await this.#parts.audit(tx, calls.filter(({ isAudited }) => !isAudited).map(auditEntry))
    await this.#parts.stored(tx, calls)
  }
}

/** That there was a call is worth more than what it said: what the store does not take is left out. */
const bare = (call: EndedCall, error: unknown): EndedCall => ({
  ...call,
  args: '{}',
  result: null,
  reason: `its arguments and result could not be stored: ${errorMessage(error)}`.slice(0, 500).replaceAll('\0', ' '),
})

const refusals: ReadonlySet<EndedCall['outcome']> = new Set(['refused', 'limited', 'invalid'])

const auditEntry = (call: EndedCall): AuditEntry => ({
  action: 'call-tool',
  actor: call.actor,
  origin: call.origin,
  outcome: call.outcome === 'success' ? 'done' : refusals.has(call.outcome) ? 'refused' : 'failed',
  input: JSON.parse(call.args),
  target: { kind: 'tool', id: call.tool },
  details: {
    call: call.id,
    outcome: call.outcome,
    ...(call.server === null ? {} : { server: call.server }),
    ...(call.reason === null ? {} : { reason: call.reason }),
  },
})
