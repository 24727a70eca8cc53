import type { Actor, Origin } from '#kernel/operation.ts'

/**
 * How a call ended. `failed`: the tool itself said so. `refused`: not allowed, or no such tool for this caller.
 * `limited`: over a limit. `unavailable`: the source could not be reached. `interrupted`: our process died meanwhile.
 */
export const callOutcomes = [
  'success',
  'failed',
  'refused',
  'limited',
  'invalid',
  'timed_out',
  'cancelled',
  'unavailable',
  'interrupted',
] as const
export type CallOutcome = (typeof callOutcomes)[number]

/** What is known of a call before it runs. */
export interface OpenCall {
  readonly id: number
  readonly startedAt: number
  readonly actor: Actor
  readonly origin: Origin
  /** The virtual server it came through; null for the whole catalogue. */
  readonly server: string | null
  readonly sourceId: string | null
  readonly tool: string
  /** JSON, redacted and capped. */
  readonly args: string
}

export interface EndedCall extends OpenCall {
  readonly durationMs: number
  readonly outcome: CallOutcome
  /** JSON, redacted and capped; null when there was none. */
  readonly result: string | null
  /** Why it did not succeed, in English, without secrets. */
  readonly reason: string | null
  /** The source has written the audit line itself, in the transaction of what it did. */
  readonly isAudited: boolean
}

export const personOf = (actor: Actor): number | null =>
  actor.kind === 'person' || actor.kind === 'token' ? actor.personId : null
export const tokenOf = (actor: Actor): number | null => (actor.kind === 'token' ? actor.tokenId : null)
