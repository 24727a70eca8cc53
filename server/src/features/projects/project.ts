import type { DisplayState } from '@bongsu/contract/states.ts'

/** A header sent with the project's own checks. The value is sealed at rest and never leaves again. */
export interface SealedHeader {
  readonly name: string
  readonly value: string
}

/** A watched website or service. Times are ms since the epoch. */
export interface Project {
  readonly id: number
  readonly title: string
  readonly url: string
  readonly hostName: string | null
  readonly ipAddress: string | null
  readonly description: string | null
  /** Seconds; the rhythm of the project's default monitors. */
  readonly checkInterval: number
  /** Ms; slower is degraded. */
  readonly timeLimit: number | null
  readonly isPublic: boolean
  readonly category: string | null
  readonly tags: readonly string[]
  readonly customHeaders: readonly SealedHeader[]
  readonly ownerId: number | null
  readonly alertEmail: string | null
  /** Sealed: such an address is a password for whoever knows it. */
  readonly webhookUrl: string | null
  /** False once deleted; `deletedAt` says when, and the purge waits from there. */
  readonly isActive: boolean
  readonly deletedAt: number | null
  /** Stopped by a person: nothing of it is checked. */
  readonly isPaused: boolean
  /** The worst judged state of its monitors, or `paused`. Maintenance is laid over it when it is shown. */
  readonly state: DisplayState
  readonly stateSince: number
  readonly createdAt: number
  readonly updatedAt: number
}

/** A deleted project can be restored this long; then its purge is due. */
export const purgeAfterDays = 30
