import { serviceKey } from '#kernel/service.ts'
import type { Look } from './look.ts'

/** What became of a look: written now, or known already and dropped. */
export type Recorded = 'stored' | 'duplicate'

/**
 * The one writer of results. `record` resolves once the look is committed together with everything the judge and the
 * outbox made of it. While the store refuses (locked, full, gone) looks are kept in memory and tried again; only when
 * that memory is full too does `record` reject, with `unavailable`.
 */
export interface Recorder {
  record(look: Look): Promise<Recorded>
  /** Writes what is pending now; resolves when nothing is left, rejects when the signal aborts first. */
  drain(deadline?: AbortSignal): Promise<void>
  health(): RecorderHealth
}

export interface RecorderHealth {
  readonly pending: number
  /** Of everything stored so far; null before the first batch. */
  readonly newestSlot: number | null
  /** Since when the store refuses, ms since the epoch; null when all is well. */
  readonly failingSince: number | null
  readonly lastError: string | null
  /** Looks that were given up since the process started: memory was full, or they could not be stored by any means. */
  readonly lost: number
}

export const recorderKey = serviceKey<Recorder>('results.recorder')
