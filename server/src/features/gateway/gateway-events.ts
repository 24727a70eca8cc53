import { eventType } from '#kernel/events.ts'

/** Tool calls were recorded: whoever shows use and quotas looks again. */
export const callsRecorded = eventType<{ personIds: number[]; count: number }>('tool-calls-recorded', 'everywhere')

/** In this process, what may be offered to somebody is other than before: those who listen to lists ask again. */
export const toolsOffered = eventType<Record<string, never>>('tools-offered')
