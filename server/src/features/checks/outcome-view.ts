import type { OutcomeView } from '@bongsu/contract/outcome.ts'
import type { Language } from '@bongsu/contract/text.ts'
import { isoTime } from '#kernel/clock.ts'
import type { Outcome } from './outcome.ts'

/** An outcome as outsiders see it; status and assertions stand with the rest of the evidence. */
export const outcomeView = (outcome: Outcome, checkedAt: number, language: Language): OutcomeView => ({
  state: outcome.state,
  checked_at: isoTime(checkedAt),
  duration_ms: Math.max(0, Math.round(outcome.durationMs * 100) / 100),
  message: outcome.message[language],
  ...(outcome.errorCode === undefined ? {} : { error_code: outcome.errorCode }),
  ...(outcome.timings === undefined ? {} : { timings: outcome.timings }),
  evidence: {
    ...outcome.evidence,
    ...(outcome.statusCode === undefined ? {} : { status_code: outcome.statusCode }),
    ...(outcome.assertions === undefined ? {} : { assertions: outcome.assertions }),
  },
})
