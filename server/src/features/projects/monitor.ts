/** One check kind with its options and rhythm, belonging to a project. */
export interface Monitor {
  readonly id: number
  readonly projectId: number
  readonly kind: string
  readonly name: string
  /** As the kind's schema has it, with secrets sealed; `Projects.openOptions` opens them. */
  readonly options: Readonly<Record<string, unknown>>
  /** Seconds. */
  readonly checkInterval: number
  /** Seconds. */
  readonly timeout: number
  /** Quick repeats inside one slot before a result counts as failed: one look and at most this many more. */
  readonly retryCount: number
  readonly alertThreshold: number
  readonly recoveryThreshold: number
  /** Ms; slower is degraded. Null: no limit. */
  readonly timeLimit: number | null
  readonly isAlertEnabled: boolean
  readonly isPaused: boolean
  /** Made with its project, whose edits it follows. */
  readonly isDefault: boolean
  readonly createdAt: number
}
