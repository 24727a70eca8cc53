import { isSlow, type Look, lookState } from './look.ts'
import { packTimings, toMs, toTenths, unpackTimings } from './phases.ts'
import type { Result } from './result.ts'
import { errorNumber, errorWord, flag, stateNumber, stateWord } from './result-codes.ts'

/** The columns that `result` and `latest_look` share, as they lie in the database. */
export interface ResultRow {
  monitor_id: number
  slot_at: number
  state: number
  duration: number
  phases: Uint8Array | null
  status_code: number | null
  error: number | null
  flags: number
}

export const resultColumns = {
  monitor_id: 'bigint',
  slot_at: 'bigint',
  state: 'integer',
  duration: 'integer',
  phases: 'blob',
  status_code: 'integer',
  error: 'integer',
  flags: 'integer',
} as const

export type ResultValues = [number, number, number, number, Uint8Array | null, number | null, number | null, number]

/** Whether a kind's durations are response times of its targets. */
export type IsResponseTime = (kind: string) => boolean

export function resultValues(look: Look, isResponseTime: IsResponseTime): ResultValues {
  const { outcome, monitor } = look
  const slowOnly = outcome.errorCode === undefined && isSlow(look)
  return [
    monitor.id,
    look.slotAt,
    stateNumber(lookState(look)),
    Math.min(toTenths(outcome.durationMs), 2_147_483_647),
    packTimings(outcome.timings),
    smallOrNull(outcome.statusCode),
    errorNumber(slowOnly ? 'slow' : outcome.errorCode),
    flagsOf(look, isResponseTime) | (retriesOf(look) << retriesShift),
  ]
}

/** Retries lie above the bits of the flags: a column of its own costs PostgreSQL ten times what it holds. */
const retriesShift = 8
const retriesOf = ({ attempts }: Look): number => Math.min(Math.max(attempts - 1, 0), 100)

const smallOrNull = (code: number | undefined): number | null =>
  code !== undefined && Number.isInteger(code) && Math.abs(code) < 32_768 ? code : null

function flagsOf({ maintenance, trigger, monitor }: Look, isResponseTime: IsResponseTime): number {
  let flags = 0
  if (maintenance) flags |= flag.inMaintenance
  if (maintenance?.accounting === 'exclude') flags |= flag.excluded
  if (maintenance?.accounting === 'as_up') flags |= flag.countsAsUp
  if (trigger === 'manual') flags |= flag.manual
  if (!isResponseTime(monitor.kind)) flags |= flag.apart
  return flags
}

export const resultOf = (row: ResultRow): Result => ({
  monitorId: row.monitor_id,
  slotAt: row.slot_at,
  state: stateWord(row.state),
  durationMs: toMs(row.duration),
  timings: unpackTimings(row.phases),
  statusCode: row.status_code,
  attempts: (row.flags >> retriesShift) + 1,
  errorCode: errorWord(row.error),
  isManual: (row.flags & flag.manual) !== 0,
  inMaintenance: (row.flags & flag.inMaintenance) !== 0,
})
