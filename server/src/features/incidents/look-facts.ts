import type { OutcomeErrorCode } from '@bongsu/contract/states.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import type { Outcome } from '#features/checks/index.ts'
import { isSlow, type Look, lookState } from '#features/results/index.ts'
import type { Observation, Rules } from './verdict.ts'

export const observationOf = (look: Look, now: number): Observation => ({
  slotAt: look.slotAt,
  knownAt: now,
  state: lookState(look),
  slow: isSlow(look),
  inMaintenance: look.maintenance !== null,
  blind: look.blind === true,
})

export const rulesOf = ({ monitor }: Look): Rules => ({
  alertThreshold: monitor.alertThreshold,
  recoveryThreshold: monitor.recoveryThreshold,
  everyMs: monitor.checkInterval * 1000,
  alertsOn: monitor.isAlertEnabled,
})

/** What the look says in the state it is given: one that is only slow says so. */
export function messageOf(look: Look): Text {
  return look.outcome.state === 'up' && isSlow(look) ? slowMessage(look) : look.outcome.message
}

export const errorCodeOf = (look: Look): OutcomeErrorCode | null =>
  look.outcome.errorCode ?? (look.outcome.state === 'up' && isSlow(look) ? 'slow' : null)

/** The outcome of a look as it is stored and judged: what only answered too late is degraded, and says so. */
export function judgedOutcome(look: Look): Outcome {
  const errorCode = errorCodeOf(look)
  const judged = { ...look.outcome, state: lookState(look), message: messageOf(look) }
  return errorCode === null ? judged : { ...judged, errorCode }
}

export function slowMessage({ outcome, monitor }: Look): Text {
  const took = Math.round(outcome.durationMs).toLocaleString('en-US')
  const limit = (monitor.timeLimit ?? 0).toLocaleString('en-US')
  return text(
    `응답 시간이 임계값을 초과했습니다. (${took}ms, 제한 ${limit}ms)`,
    `The response time exceeds the limit (${took} ms, limit ${limit} ms).`,
  )
}
