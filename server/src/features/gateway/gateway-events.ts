import { eventType } from '#kernel/events.ts'

/** Tool calls were recorded: whoever shows use and quotas looks again. */
export const callsRecorded = eventType<{ personIds: number[]; count: number }>('tool-calls-recorded', 'everywhere')
