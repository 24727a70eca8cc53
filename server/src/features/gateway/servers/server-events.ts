import { eventType } from '#kernel/events.ts'

/** A virtual server is other than before: every process reads them anew. */
export const serversChanged = eventType<{ serverId: number }>('virtual-servers-changed', 'everywhere')
