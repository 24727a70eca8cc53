import { eventType } from '#kernel/events.ts'

/** Upstream servers or what is approved of them are other than before: every process reads them anew. */
export const upstreamsChanged = eventType<{ upstreamIds: number[] }>('upstreams-changed', 'everywhere')
