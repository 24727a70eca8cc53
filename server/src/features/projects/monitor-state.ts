import type { OutcomeErrorCode, OutcomeState } from '@bongsu/contract/states.ts'
import type { Text } from '@bongsu/contract/text.ts'

/** What is known of a monitor now: the judged state, and the last look for screens. One row a monitor. */
export interface MonitorState {
  monitorId: number
  state: OutcomeState
  since: number
  isFlapping: boolean
  lastSlotAt: number | null
  lastCheckedAt: number | null
  lastState: OutcomeState | null
  lastDurationMs: number | null
  lastMessage: Text | null
  lastErrorCode: OutcomeErrorCode | null
  openIncidentId: number | null
  /** The judge's own notes, opaque to everybody else. Empty before its first verdict. */
  memory: string
}

/** Before the first look nothing is known. */
export const firstMonitorState = (monitorId: number, since: number): MonitorState => ({
  monitorId,
  state: 'unknown',
  since,
  isFlapping: false,
  lastSlotAt: null,
  lastCheckedAt: null,
  lastState: null,
  lastDurationMs: null,
  lastMessage: null,
  lastErrorCode: null,
  openIncidentId: null,
  memory: '',
})
