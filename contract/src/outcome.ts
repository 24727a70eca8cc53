import { z } from 'zod'
import { outcomeErrorCodes, outcomeStates } from './states.ts'

/** Phases of one look, in ms. A phase that did not happen (plain TCP has no TLS) is absent. */
export const timings = z
  .object({
    dns_ms: z.number().optional(),
    connect_ms: z.number().optional(),
    tls_ms: z.number().optional(),
    ttfb_ms: z.number().optional(),
    download_ms: z.number().optional(),
  })
  .meta({ id: 'Timings' })
export type Timings = z.infer<typeof timings>

/** One assertion of a check: what was expected and what came. */
export const assertionResult = z
  .object({ what: z.string(), expected: z.string(), got: z.string(), passed: z.boolean() })
  .meta({ id: 'AssertionResult' })
export type AssertionResult = z.infer<typeof assertionResult>

/** What one look at a target returned, as outsiders see it (`message` in the reader's language). */
export const outcomeView = z
  .object({
    state: z.enum(outcomeStates),
    checked_at: z.iso.datetime(),
    duration_ms: z.number(),
    message: z.string(),
    error_code: z.enum(outcomeErrorCodes).optional(),
    timings: timings.optional(),
    evidence: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Outcome' })
export type OutcomeView = z.infer<typeof outcomeView>
