import { z } from 'zod'
import { assertionResult, timings } from './outcome.ts'
import { outcomeErrorCodes, outcomeStates } from './states.ts'

const time = z.iso.datetime()

/** One stored outcome. `slot_at` names it within its monitor. */
export const result = z
  .object({
    monitor_id: z.int(),
    slot_at: time,
    state: z.enum(outcomeStates),
    duration_ms: z.number(),
    status_code: z.int().nullable(),
    error_code: z.enum(outcomeErrorCodes).nullable(),
    /** Tries inside the slot, the last of which decided. */
    attempts: z.int(),
    timings: timings.nullable(),
    is_manual: z.boolean(),
    in_maintenance: z.boolean(),
    /** Only of results that were not up. */
    message: z.string().nullable(),
  })
  .meta({ id: 'Result' })
export type ResultView = z.infer<typeof result>

/** Results are walked with a cursor: there may be millions, and counting them would cost more than reading them. */
export const resultPage = z
  .object({ items: z.array(result), next_cursor: z.string().nullable() })
  .meta({ id: 'ResultPage' })

export const resultDetail = result
  .extend({
    /** Null where the same failure was recorded in full shortly before, or when the result was up and is not the newest. */
    evidence: z.record(z.string(), z.unknown()).nullable(),
    assertions: z.array(assertionResult).nullable(),
  })
  .meta({ id: 'ResultDetail' })

export const chartRanges = ['6h', '24h', '3d', '7d', '30d', '90d', '1y'] as const
export type ChartRange = (typeof chartRanges)[number]

const ms = z.number().nullable()

/** A stretch of `step_ms` from `at` on. All figures are null where nothing was measured: the line has a gap there. */
export const chartPoint = z
  .object({
    at: time,
    p50_ms: ms,
    p95_ms: ms,
    avg_ms: ms,
    min_ms: ms,
    max_ms: ms,
    /** (up + degraded) / (up + degraded + down) of the looks in percent. */
    availability: z.number().nullable(),
    counts: z.object({
      up: z.int(),
      degraded: z.int(),
      down: z.int(),
      unknown: z.int(),
      maintenance: z.int(),
    }),
    /** Mean of each phase, absent where no look had it. */
    phases: timings.nullable(),
  })
  .meta({ id: 'ChartPoint' })
export type ChartPointView = z.infer<typeof chartPoint>

export const chart = z
  .object({
    range: z.enum(chartRanges),
    from: time,
    to: time,
    step_ms: z.int(),
    points: z.array(chartPoint),
    /** The same figures over the whole range. */
    total: chartPoint.omit({ at: true }),
  })
  .meta({ id: 'Chart' })
export type ChartView = z.infer<typeof chart>

export const historySlot = z
  .object({ slot_at: time, state: z.enum([...outcomeStates, 'maintenance']), duration_ms: z.number() })
  .meta({ id: 'HistorySlot' })

/** The newest results of each monitor asked for, oldest first: the row of small bars in lists. */
export const historyStrips = z
  .object({ items: z.array(z.object({ monitor_id: z.int(), slots: z.array(historySlot) })) })
  .meta({ id: 'HistoryStrips' })
