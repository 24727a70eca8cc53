import type { OutcomeErrorCode } from '@bongsu/contract/states.ts'
import type { Text } from '@bongsu/contract/text.ts'
import type { LookMemory } from '#features/checks/index.ts'
import { serviceKey } from '#kernel/service.ts'
import type { Db, Tx } from '#platform/db/contract.ts'
import type { CleanUpReport, Retention } from './clean-up.ts'
import type { LatestLook } from './result.ts'

/** A result that was down, in the words of its look. */
export interface Failed {
  readonly slotAt: number
  readonly message: Text
  readonly errorCode: OutcomeErrorCode | null
  readonly durationMs: number
  readonly attempts: number
}

export interface Total {
  /** The share of looks that found an answer, in percent; null when there were none. */
  readonly availability: number | null
  /** Mean response time; null when nothing was measured. */
  readonly averageMs: number | null
}

/** What later rooms read of results. */
export interface Results {
  /** The results of a stretch that were down, both ends included, oldest first, at most 20. */
  failuresBetween(db: Db, monitorId: number, from: number, to: number): Promise<Failed[]>
  latestLook(db: Db, monitorId: number): Promise<LatestLook | undefined>
  /** The newest looks at what expires (certificates, domains) before `until`, the soonest first. */
  looksExpiringBefore(db: Db, until: number, most: number): Promise<LatestLook[]>
  /** What all looks of a stretch amount to, as far as they are rolled up; whole hours. */
  totalOver(db: Db, from: number, to: number): Promise<Total>
  /** Deletes what is older than its time, or (`dryRun`) says how many rows that would be. */
  cleanUp(retention: Retention, options: { dryRun?: boolean; signal: AbortSignal }): Promise<CleanUpReport>
  /** What the last look at a monitor of a kind that remembers left for the next. */
  memoryOf(db: Db, monitorId: number): Promise<LookMemory | undefined>
  /** Waits for a recorder that is judging the monitor now, and keeps others from it until the transaction ends. */
  holdJudging(tx: Tx, monitorIds: readonly number[]): Promise<void>
}

export const resultsKey = serviceKey<Results>('results')
