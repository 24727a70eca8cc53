import type { AssertionResult, Timings } from '@bongsu/contract/outcome.ts'
import type { OutcomeErrorCode, OutcomeState } from '@bongsu/contract/states.ts'
import type { Text } from '@bongsu/contract/text.ts'

/** An outcome stored for a slot. */
export interface Result {
  readonly monitorId: number
  readonly slotAt: number
  readonly state: OutcomeState
  readonly durationMs: number
  readonly timings: Timings | null
  readonly statusCode: number | null
  /** Tries inside the slot. */
  readonly attempts: number
  readonly errorCode: OutcomeErrorCode | null
  readonly isManual: boolean
  readonly inMaintenance: boolean
}

/** What a person needs to act on a result; only kept for results that were not up, and for the newest look. */
export interface Evidence {
  readonly message: Text
  /** Null where the same failure was recorded in full shortly before. */
  readonly evidence: Readonly<Record<string, unknown>> | null
  readonly assertions: readonly AssertionResult[] | null
}

/** The newest look at a monitor, in full. */
export interface LatestLook extends Result, Evidence {
  readonly checkedAt: number
  /** When what was looked at expires (certificate, domain), where it does. */
  readonly expiresAt: number | null
}
