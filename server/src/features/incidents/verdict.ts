import type { OutcomeState } from '@bongsu/contract/states.ts'
import type { ChangeKind, MonitorJudgedState, Suppression } from './incident-events.ts'
import type { Memory } from './judge-memory.ts'

/** The part of a monitor that decides. */
export interface Rules {
  readonly alertThreshold: number
  readonly recoveryThreshold: number
  readonly everyMs: number
  readonly alertsOn: boolean
}

/** The part of a look that decides. */
export interface Observation {
  readonly slotAt: number
  /** When the look reached us, by the clock of now. */
  readonly knownAt: number
  readonly state: OutcomeState
  /** Answered, but later than the time limit. */
  readonly slow: boolean
  readonly inMaintenance: boolean
  /** Unknown because our own connection is lost. */
  readonly blind: boolean
}

/** One confirmed move. `at` is back-dated to the first result of the run that decided. */
export interface Change {
  readonly what: ChangeKind
  readonly from: MonitorJudgedState
  readonly to: MonitorJudgedState
  readonly at: number
  readonly suppressed: Suppression | null
  /** Consecutive failed results so far. */
  readonly failures: number
  /** For `recovered`. */
  readonly downForMs: number | null
  /** What it does to the monitor's incident; one that ends does so at `at` of this mark. */
  readonly incident: { readonly does: 'open' | 'end'; readonly at: number } | null
}

/** From `at` on, the monitor's time belongs to `state`; null is time of which nobody knows anything. */
export interface IntervalStep {
  readonly at: number
  readonly state: MonitorJudgedState | null
}

export interface Verdict {
  readonly memory: Memory
  readonly changes: readonly Change[]
  readonly steps: readonly IntervalStep[]
  /** Raise `slow_response`, or do not. */
  readonly slowNotice: { readonly suppressed: Suppression | null } | null
}
