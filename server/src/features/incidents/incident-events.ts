import type { ChangeKind } from '@bongsu/contract/incidents.ts'
import type { Text } from '@bongsu/contract/text.ts'
import type { Notice } from '#features/checks/index.ts'
import { eventType } from '#kernel/events.ts'

/** The judged state of a monitor. `unknown`: nothing confirmed yet, or we could not look. */
export type MonitorJudgedState = 'up' | 'degraded' | 'down' | 'unknown'

export type { ChangeKind }

/**
 * Why nobody is to be told. Recovery and the end of flapping follow what they end: whoever was told of the beginning is
 * told of the end, also inside a maintenance window.
 */
export type Suppression = 'maintenance' | 'alerts_off' | 'flapping' | 'blind'

/** A row of `state_change`: the judged state of a monitor moved, or it began or ceased to flap. */
export interface StateChanged {
  readonly changeId: number
  readonly monitorId: number
  readonly projectId: number
  readonly monitorName: string
  readonly projectTitle: string
  /** The check kind. */
  readonly kind: string
  readonly from: MonitorJudgedState
  readonly to: MonitorJudgedState
  /** Back-dated: the slot of the first result of the run that decided. */
  readonly at: number
  /** When we knew. */
  readonly confirmedAt: number
  readonly incidentId: number | null
  readonly what: ChangeKind
  readonly message: Text
  readonly errorCode: string | null
  readonly durationMs: number | null
  /** For `recovered`: how long it had been down. */
  readonly downForMs: number | null
  /** Consecutive failed results so far. */
  readonly failures: number
  readonly suppressed: Suppression | null
}

/** A row of `notice`: news that is not a state, told once per monitor and key. */
export interface NoticeRaised {
  readonly noticeId: number
  readonly monitorId: number
  readonly projectId: number
  readonly monitorName: string
  readonly projectTitle: string
  readonly type: Notice['type'] | 'slow_response'
  readonly severity: Notice['severity']
  readonly message: Text
  readonly at: number
  readonly suppressed: Suppression | null
}

/** Both are emitted within the transaction that writes the row, and told everywhere after its commit. */
export const stateChanged = eventType<StateChanged>('state-changed', 'everywhere')
export const noticeRaised = eventType<NoticeRaised>('notice-raised', 'everywhere')

/** An incident was acknowledged, noted on, or closed because its monitor was paused or deleted. Open pages refresh. */
export interface IncidentTouched {
  readonly incidentId: number
  readonly monitorId: number
  readonly projectId: number
  readonly what: 'opened' | 'acknowledged' | 'unacknowledged' | 'noted' | 'resolved'
}
export const incidentTouched = eventType<IncidentTouched>('incident-touched', 'everywhere')
