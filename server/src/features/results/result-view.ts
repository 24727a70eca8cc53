import type { ResultView } from '@bongsu/contract/results.ts'
import type { Language, Text } from '@bongsu/contract/text.ts'
import { isoTime } from '#kernel/clock.ts'
import type { Result } from './result.ts'

export const resultToView = (result: Result, message: Text | undefined, language: Language): ResultView => ({
  monitor_id: result.monitorId,
  slot_at: isoTime(result.slotAt),
  state: result.state,
  duration_ms: result.durationMs,
  status_code: result.statusCode,
  error_code: result.errorCode,
  attempts: result.attempts,
  timings: result.timings,
  is_manual: result.isManual,
  in_maintenance: result.inMaintenance,
  message: message?.[language] ?? null,
})
