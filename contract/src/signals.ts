import { z } from 'zod'

/** What a watched thing can say of itself. `log` is kept and changes nothing. */
export const signalSorts = ['start', 'success', 'fail', 'log'] as const
export type SignalSort = (typeof signalSorts)[number]

/** Where a watched thing signals to. Whoever knows it can signal, so it is shown to editors only. */
export const signalAddress = z
  .object({
    monitor_id: z.int(),
    path: z.string(),
    /** With the public address of this installation in front; null where that is not set. */
    url: z.string().nullable(),
    opened_at: z.iso.datetime(),
  })
  .meta({ id: 'SignalAddress' })
export type SignalAddressView = z.infer<typeof signalAddress>

export const signalView = z
  .object({
    id: z.int(),
    sort: z.enum(signalSorts),
    at: z.iso.datetime(),
    exit_code: z.int().nullable(),
    /** From the start signal before it, where there was one. */
    run_ms: z.number().nullable(),
    /** The first 10 KB of what was sent along. */
    body: z.string().nullable(),
    came_from: z.string().nullable(),
  })
  .meta({ id: 'Signal' })
export type SignalView = z.infer<typeof signalView>
