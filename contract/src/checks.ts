import { z } from 'zod'

/** One way to look at a thing, as forms and agents need to know it. */
export const checkKindView = z
  .object({
    kind: z.string(),
    label: z.string(),
    summary: z.string(),
    group: z.enum(['web', 'network', 'certificate', 'mail', 'data']),
    /**
     * JSON Schema of the options. Fields carry `label`, `help` and `choices` in both languages, and `secret`, `advanced`,
     * `section`, `unit`, `multiline`, `shown_for` (the values of a neighbour that make it worth asking for): forms are
     * drawn from it.
     */
    schema: z.record(z.string(), z.unknown()),
    /** Where the options hold secrets: `auth.password`, `headers[].value`. */
    secrets: z.array(z.string()),
    example: z.record(z.string(), z.unknown()),
    /** Seconds. With `cycles`, a monitor is looked at in every so many cycles of its project, unless it says otherwise. */
    defaults: z.object({ check_interval: z.int(), timeout: z.int(), cycles: z.int().optional() }),
    /**
     * What `timeout` may be in a look by hand (run-check), and what holds unless it is said. Of a kind that has an option
     * of that name it is that option's; a monitor of any other kind has its own `timeout`.
     */
    timeout: z.object({ min: z.int(), max: z.int(), default: z.int(), unit: z.enum(['s', 'ms']) }),
    /** The watched thing signals to an address of ours (get-signal-address) instead of being looked at. */
    is_signalled: z.boolean(),
    /** What a browser's recorder wrote becomes options of this kind (import-recording). */
    takes_recording: z.boolean(),
  })
  .meta({ id: 'CheckKind' })
export type CheckKindView = z.infer<typeof checkKindView>
