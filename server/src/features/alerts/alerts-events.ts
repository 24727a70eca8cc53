import { eventType } from '#kernel/events.ts'

/** Entries came into notification centres. Open consoles fetch or show them. */
export const notificationsWritten = eventType<{ readonly key: string; readonly personIds: readonly number[] }>(
  'notifications-written',
  'everywhere',
)

/** A person read or deleted entries elsewhere: other windows show the new count. */
export const notificationsTouched = eventType<{ readonly personId: number }>('notifications-touched', 'everywhere')

/** The outbox holds something new: senders look at once. A hint, no more. */
export const deliveriesPlanned = eventType<Record<string, never>>('deliveries-planned', 'everywhere')
