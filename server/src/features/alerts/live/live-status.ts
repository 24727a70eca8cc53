import type { StatusMessage } from '@bongsu/contract/live.ts'
import { performanceGrade } from '@bongsu/contract/states.ts'
import { type Language, text } from '@bongsu/contract/text.ts'
import { type Look, lookState } from '#features/results/index.ts'
import { isoTime } from '#kernel/clock.ts'

/** Only what the message needs: it also travels to other processes. */
export interface SeenStatus {
  readonly projectId: number
  readonly monitorId: number
  readonly kind: string
  readonly state: ReturnType<typeof lookState>
  readonly at: number
  readonly durationMs: number
  readonly statusCode: number | null
}

export const seenStatus = (look: Look): SeenStatus => ({
  projectId: look.monitor.projectId,
  monitorId: look.monitor.id,
  kind: look.monitor.kind,
  state: lookState(look),
  at: look.startedAt,
  durationMs: Math.round(look.outcome.durationMs),
  statusCode: look.outcome.statusCode ?? null,
})

/**
 * Which of several looks at one project its status is told by: the one that has an HTTP status, as spec B's status has
 * one; among equals the later. A certificate looked at once a day says little about how fast the service answers.
 */
export const tellsMore = (one: SeenStatus, other: SeenStatus): boolean =>
  (one.statusCode !== null) === (other.statusCode !== null) ? one.at >= other.at : one.statusCode !== null

const statusTexts = {
  up: text('정상', 'Up'),
  degraded: text('느림', 'Slow'),
  down: text('장애', 'Down'),
  unknown: text('알 수 없음', 'Unknown'),
}

export function statusMessage(seen: SeenStatus, language: Language): StatusMessage {
  const answered = seen.state === 'up' || seen.state === 'degraded'
  return {
    type: 'status',
    project_id: seen.projectId,
    timestamp: isoTime(seen.at),
    data: {
      is_available: seen.state === 'unknown' ? null : answered,
      response_time: Number((seen.durationMs / 1000).toFixed(3)),
      response_time_ms: seen.durationMs,
      status_code: seen.statusCode,
      status_text: statusTexts[seen.state][language],
      performance_grade: answered ? performanceGrade(seen.durationMs) : null,
      state: seen.state,
      monitor_id: seen.monitorId,
      kind: seen.kind,
    },
  }
}
