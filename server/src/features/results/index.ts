/**
 * Results: every outcome stored once per slot, rolled up, charted, and thrown away when its time has come.
 * It does not decide what an outcome means (incidents) and does not run checks (schedule).
 */
export type { CleanUpReport, Retention } from './clean-up.ts'
export { createResults, type ResultsParts } from './create-results.ts'
export { evidenceText } from './evidence.ts'
export { isFromTheFuture, isSlow, type Look, lookState, resultsRecorded } from './look.ts'
export { type Recorded, type Recorder, type RecorderHealth, recorderKey } from './recorder-key.ts'
export type { LatestLook, Result } from './result.ts'
export { type Failed, type Results, resultsKey, type Total } from './results-key.ts'
