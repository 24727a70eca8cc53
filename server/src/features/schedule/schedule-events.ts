import { eventType } from '#kernel/events.ts'

/** Checking was switched on or off for the whole installation. */
export const schedulerSwitched = eventType<{ readonly isRunning: boolean }>('scheduler-switched', 'everywhere')
