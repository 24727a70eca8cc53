import { z } from 'zod'

/**
 * What is being done now, told while an answer is still being made. One begins where the next one begins, or with the
 * answer itself.
 */
export const progressView = z
  .object({
    /** ms since the work began. */
    at_ms: z.number(),
    /** A word for programs: `dns`, `connect`, `tls`, `ttfb`, `step`, `greeting` … */
    phase: z.string(),
    /** The same for people, in the reader's language. */
    label: z.string(),
    /** It is a part of the last one that is none. */
    is_part: z.boolean(),
    /** Of work that goes step by step: which of how many. */
    step: z.object({ number: z.int(), total: z.int() }).optional(),
    /** Said once, with the first step or ahead of it: what they all are. */
    plan: z.array(z.string()).optional(),
  })
  .meta({ id: 'Progress' })
export type ProgressView = z.infer<typeof progressView>
