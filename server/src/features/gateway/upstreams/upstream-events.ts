import { eventType } from '#kernel/events.ts'

/**
 * Upstream servers or what is approved of them are other than before: every process reads them anew. `offers` says
 * whether a list of tools, resources or prompts may be another one.
 */
export const upstreamsChanged = eventType<{ upstreamIds: number[]; offers: boolean }>('upstreams-changed', 'everywhere')
