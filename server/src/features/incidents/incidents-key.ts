import type { Text } from '@bongsu/contract/text.ts'
import { serviceKey } from '#kernel/service.ts'
import type { Db, Tx } from '#platform/db/contract.ts'

/** What later rooms need of an incident. */
export interface IncidentRef {
  readonly id: number
  readonly monitorId: number
  readonly projectId: number
  readonly openedAt: number
  readonly confirmedAt: number
  readonly resolvedAt: number | null
  readonly acknowledgedAt: number | null
  readonly acknowledgedBy: number | null
  readonly message: Text
  readonly errorCode: string | null
}

export type TimeKind = 'up' | 'degraded' | 'down' | 'maintenance' | 'unknown' | 'no_data'

/** A stretch of time and what it counts as. */
export interface TimePiece {
  readonly from: number
  readonly to: number
  readonly kind: TimeKind
}

/** How a stretch of time was spent, exact ms; the parts add up to the stretch. */
export interface Uptime {
  readonly upMs: number
  readonly degradedMs: number
  readonly downMs: number
  readonly maintenanceMs: number
  readonly unknownMs: number
  readonly noDataMs: number
  /** (up + degraded) / (up + degraded + down) in percent, floored to three decimals; null without data. */
  readonly percent: number | null
}

export interface Incidents {
  openCount(db: Db, filter?: { readonly projectId?: number }): Promise<number>
  byId(db: Db, id: number): Promise<IncidentRef | undefined>
  openOf(db: Db, monitorId: number): Promise<IncidentRef | undefined>
  /** Adds a line to the timeline: alerts say here whom they told. */
  addIncidentEvent(
    tx: Tx,
    event: {
      readonly incidentId: number
      readonly kind: 'told' | 'not_told'
      readonly at: number
      readonly message: Text
      readonly details?: Readonly<Record<string, unknown>>
    },
  ): Promise<void>
  /** Of the given monitors of one project together: the worst of them at each instant. */
  uptimeOf(db: Db, monitorIds: readonly number[], from: number, to: number): Promise<Uptime>
  /** What a project's time was, piece by piece without a hole; `spent` sums up any part of it. */
  timePiecesOf(db: Db, projectId: number, from: number, to: number): Promise<TimePiece[]>
}

export const incidentsKey = serviceKey<Incidents>('incidents')
