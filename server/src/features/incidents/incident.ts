import type { IncidentEventKind, IncidentResolution } from '@bongsu/contract/incidents.ts'
import type { OutcomeErrorCode } from '@bongsu/contract/states.ts'
import type { Text } from '@bongsu/contract/text.ts'

/** From confirmed failure to recovery, dated back to the first failing result. One is open per monitor at most. */
export interface Incident {
  readonly id: number
  readonly monitorId: number
  readonly projectId: number
  /** The check kind. */
  readonly kind: string
  /** As they were called then: they outlive what they name. */
  readonly monitorName: string
  readonly projectTitle: string
  readonly openedAt: number
  readonly confirmedAt: number
  readonly resolvedAt: number | null
  readonly resolution: IncidentResolution | null
  /** What the confirming look saw. */
  readonly message: Text
  readonly errorCode: OutcomeErrorCode | null
  readonly evidence: Readonly<Record<string, unknown>> | null
  /** Consecutive failed results when it was confirmed. */
  readonly failures: number
  readonly acknowledgedAt: number | null
  readonly acknowledgedBy: number | null
  readonly acknowledgedName: string | null
}

/** One line of the timeline. */
export interface IncidentEvent {
  readonly id: number
  readonly incidentId: number
  readonly at: number
  readonly kind: IncidentEventKind
  readonly message: Text
  readonly details: Readonly<Record<string, unknown>> | null
  readonly personId: number | null
  readonly personName: string | null
}

export type NewIncidentEvent = Pick<IncidentEvent, 'incidentId' | 'at' | 'kind' | 'message'> &
  Partial<Pick<IncidentEvent, 'details' | 'personId' | 'personName'>>

export const durationMs = (incident: Pick<Incident, 'openedAt' | 'resolvedAt'>, now: number): number =>
  Math.max(0, (incident.resolvedAt ?? now) - incident.openedAt)
