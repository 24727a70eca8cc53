import type { ArtifactType } from '@bongsu/contract/artifacts.ts'
import type { AssertionResult, Timings } from '@bongsu/contract/outcome.ts'
import type { OutcomeErrorCode, OutcomeState } from '@bongsu/contract/states.ts'
import type { Text } from '@bongsu/contract/text.ts'

/** News that is not a state: told once per `key` and monitor, however often a look repeats it. */
export interface Notice {
  readonly type:
    | 'ssl_expiring'
    | 'ssl_expired'
    | 'domain_expiring'
    | 'domain_expired'
    | 'content_changed'
    | 'keyword'
    | 'definition_changed'
    | 'certificate_changed'
  /** What makes it new: `<fingerprint>:7` for the 7-day tier of one certificate. */
  readonly key: string
  readonly severity: 'info' | 'warning' | 'critical'
  readonly message: Text
  /** What a person needs to judge it: JSON, at most some kilobytes, no secrets. The next look's evidence has it no more. */
  readonly details?: Readonly<Record<string, unknown>>
}

/** A file that belongs to what was seen. What is in it holds no secrets. */
export interface SeenFile {
  readonly type: ArtifactType
  readonly name: string
  readonly bytes: Uint8Array
}

/** What a look leaves for the next one, as it is stored: `scope` says what it belongs to, `json` is the kind's own. */
export interface LookMemory {
  readonly scope: string
  readonly json: string
}

/**
 * What one look at a target returned. A target that is down is a value like any other; only our own faults are thrown.
 * Durations are ms on the monotonic clock.
 */
export interface Outcome {
  readonly state: OutcomeState
  readonly message: Text
  readonly errorCode?: OutcomeErrorCode
  readonly durationMs: number
  readonly timings?: Timings
  /** The HTTP status, where there is one. */
  readonly statusCode?: number
  /** What a person needs to act: kind-specific, JSON, at most some kilobytes, no secrets. */
  readonly evidence: Readonly<Record<string, unknown>>
  readonly assertions?: readonly AssertionResult[]
  readonly notices?: readonly Notice[]
  /** Whoever ran the look stores them, or not, and names in the evidence what was stored. */
  readonly files?: readonly SeenFile[]
  /** Only where it differs from what is stored. */
  readonly memory?: LookMemory
}
