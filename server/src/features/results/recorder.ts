import { text } from '@bongsu/contract/text.ts'
import type { Clock } from '#kernel/clock.ts'
import { errorMessage, Failure } from '#kernel/errors.ts'
import type { Database } from '#platform/db/contract.ts'
import type { Logger } from '#platform/log/log.ts'
import { EvidenceThrift } from './evidence.ts'
import { isFromTheFuture, type Look } from './look.ts'
import type { Recorded, Recorder, RecorderHealth } from './recorder-key.ts'
import type { IsResponseTime } from './result-row.ts'
import { newestSlot } from './result-store.ts'
import { writeLooks } from './write-looks.ts'

export interface RecorderParts {
  readonly database: Database
  readonly clock: Clock
  readonly log: Logger
  readonly isResponseTime: IsResponseTime
}

interface Waiting {
  readonly look: Look
  readonly resolve: (recorded: Recorded) => void
}

const batchMs = 200
const largestBatch = 500
/** About 100 MB of looks at worst: an hour of the largest installation while the store is gone. */
const capacity = 20_000
const slowestRetryMs = 5000
const failuresToGiveUp = 5

/**
 * Collects looks for at most 200 ms or 500 of them and writes each batch in one transaction, one batch at a time.
 *
 * When that fails, the batch stays and is tried again, slower and in halves. A store that is locked or full gets time
 * that way; a look that can never be judged (a bug of ours in somebody's handler) ends up alone. If it can then be
 * stored without a verdict, it is: one broken judgement must not hold up all the others.
 */
export class BatchRecorder implements Recorder {
  readonly #parts: RecorderParts
  readonly #write: { isResponseTime: IsResponseTime; thrift: EvidenceThrift }
  #waiting: Waiting[] = []
  #working: Promise<void> | undefined
  #hurry = new AbortController()
  #draining = 0
  #batchSize = largestBatch
  #failuresInARow = 0
  #failuresAlone = 0
  #judgingIsBroken = false
  #failingSince: number | null = null
  #lastError: string | null = null
  #lost = 0
  /** Of everything stored; undefined until the first batch has read it. */
  #newestSlot: number | undefined
  readonly #counts = { stored: 0, batches: 0 }

  constructor(parts: RecorderParts) {
    this.#parts = parts
    this.#write = { isResponseTime: parts.isResponseTime, thrift: new EvidenceThrift() }
  }

  record(look: Look): Promise<Recorded> {
    if (this.#waiting.length >= capacity) {
      this.#lost++
      return Promise.reject(memoryFull())
    }
    return new Promise((resolve) => {
      this.#waiting.push({ look, resolve })
      if (this.#waiting.length === largestBatch) this.#hurry.abort()
      this.#working ??= this.#work()
    })
  }

  async drain(deadline?: AbortSignal): Promise<void> {
    this.#draining++
    this.#hurry.abort()
    try {
      while (this.#working) await Promise.race([this.#working, ...(deadline ? [aborted(deadline)] : [])])
    } finally {
      this.#draining--
    }
  }

  health(): RecorderHealth {
    return {
      pending: this.#waiting.length,
      newestSlot: this.#newestSlot ?? null,
      failingSince: this.#failingSince,
      lastError: this.#lastError,
      lost: this.#lost,
    }
  }

  /** Since the process started. */
  counts(): Readonly<{ stored: number; batches: number }> {
    return this.#counts
  }

  async #work(): Promise<void> {
    let pauseMs = batchMs
    while (this.#waiting.length > 0) {
      await this.#pause(pauseMs)
      const batch = this.#waiting.slice(0, this.#batchSize)
      try {
        await this.#store(batch)
        this.#waiting.splice(0, batch.length)
        this.#succeeded()
        // What came in meanwhile has waited already.
        pauseMs = this.#draining > 0 || this.#waiting.length >= largestBatch ? 0 : batchMs
      } catch (error) {
        pauseMs = await this.#failed(error, batch)
      }
    }
    this.#working = undefined
  }

  /** Ends early when a batch is full or somebody drains. */
  async #pause(ms: number): Promise<void> {
    if (ms > 0) await this.#parts.clock.sleep(ms, this.#hurry.signal).catch(() => undefined)
    this.#hurry = new AbortController()
  }

  async #store(batch: readonly Waiting[]): Promise<void> {
    const { looks, indexOf } = distinct(batch)
    const retake = await this.#wasPutBack()
    const how = { judged: true, retake }
    const stored = await this.#parts.database.transaction((tx) => writeLooks(tx, looks, this.#write, how))
    this.#newestSlot = looks.reduce((newest, look) => Math.max(newest, look.slotAt), this.#newestSlot ?? 0)
    this.#counts.batches++
    this.#counts.stored += stored.filter(Boolean).length
    const taken = new Set<number>()
    for (const { look, resolve } of batch) {
      const index = indexOf.get(keyOf(look)) as number
      resolve(stored[index] && !taken.has(index) ? 'stored' : 'duplicate')
      taken.add(index)
    }
  }

  /** Costs a comparison a batch, after one read at the first. */
  async #wasPutBack(): Promise<boolean> {
    this.#newestSlot ??= await newestSlot(this.#parts.database)
    return isFromTheFuture(this.#newestSlot, this.#parts.clock.now())
  }

  #succeeded(): void {
    if (this.#failingSince !== null) this.#parts.log.info({ pending: this.#waiting.length }, 'results are stored again')
    this.#failingSince = null
    this.#failuresInARow = 0
    this.#failuresAlone = 0
    this.#judgingIsBroken = false
    this.#batchSize = Math.min(largestBatch, this.#batchSize * 2)
  }

  /** Returns how long to wait before the next try. */
  async #failed(error: unknown, batch: readonly Waiting[]): Promise<number> {
    const { log, clock } = this.#parts
    if (this.#failingSince === null)
      log.error({ err: error }, 'results cannot be stored; they are kept and tried again')
    this.#failingSince ??= clock.now()
    this.#lastError = errorMessage(error)
    this.#failuresInARow++
    this.#batchSize = Math.max(1, Math.floor(batch.length / 2))
    const [alone, ...others] = batch
    if (alone && others.length === 0 && (await this.#storedUnjudged(alone, error))) return 0
    return Math.min(slowestRetryMs, 100 * 2 ** (this.#failuresInARow - 1))
  }

  /** That it can be written like this proves that the store is well and a handler is not. */
  async #storedUnjudged(waiting: Waiting, error: unknown): Promise<boolean> {
    this.#failuresAlone++
    if (!this.#judgingIsBroken && this.#failuresAlone < failuresToGiveUp) return false
    const { look, resolve } = waiting
    const written = await this.#parts.database
      .transaction((tx) => writeLooks(tx, [look], this.#write, { judged: false, retake: false }))
      .catch(() => undefined)
    if (!written) return false
    this.#waiting.shift()
    this.#judgingIsBroken = true
    this.#failuresAlone = 0
    this.#parts.log.error(
      { err: error, monitor: look.monitor.id, slot: look.slotAt },
      'a result could not be judged: it was stored without a verdict',
    )
    resolve(written[0] ? 'stored' : 'duplicate')
    return true
  }
}

const keyOf = ({ monitor, slotAt }: Look): string => `${monitor.id}:${slotAt}`

/** One look for each key, in the order of the keys, and where each key went. */
function distinct(batch: readonly Waiting[]): { looks: Look[]; indexOf: ReadonlyMap<string, number> } {
  const byKey = new Map<string, Look>()
  for (const { look } of batch) {
    const key = keyOf(look)
    if (!byKey.has(key)) byKey.set(key, look)
  }
  const looks = [...byKey.values()].sort((a, b) => a.monitor.id - b.monitor.id || a.slotAt - b.slotAt)
  return { looks, indexOf: new Map(looks.map((look, index) => [keyOf(look), index])) }
}

const memoryFull = (): Failure =>
  new Failure(
    'unavailable',
    text(
      '데이터베이스에 쓸 수 없는 동안 쌓인 점검 기록이 너무 많아 이 기록을 받을 수 없습니다.',
      'Too many results are waiting for the database; this one cannot be taken.',
    ),
  )

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
