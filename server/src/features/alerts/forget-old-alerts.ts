import { text } from '@bongsu/contract/text.ts'
import { type Clock, day } from '#kernel/clock.ts'
import type { Job } from '#kernel/room.ts'
import type { Database, Tx } from '#platform/db/contract.ts'
import { forgetNotifications } from './notifications/notification-store.ts'
import { forgetDeliveries } from './outbox/delivery-log-store.ts'

/** Spec B §13: alerts are kept for 90 days. Incidents themselves stay. */
const keptFor = 90 * day
/** Small steps: nobody's write waits long, and a stop comes through between two. */
const step = 500

export const forgetOldAlerts = (database: Database, clock: Clock): Job => ({
  name: 'forget-old-alerts',
  title: text('오래된 알림과 전송 기록 정리', 'Forget old notifications and deliveries'),
  when: { cron: '40 3 * * *' },
  async run(signal) {
    const before = clock.now() - keptFor
    return {
      deliveries: await inSteps(database, signal, (tx) => forgetDeliveries(tx, before, step)),
      notifications: await inSteps(database, signal, (tx) => forgetNotifications(tx, before, step)),
    }
  },
})

async function inSteps(database: Database, signal: AbortSignal, forget: (tx: Tx) => Promise<number>): Promise<number> {
  let forgotten = 0
  for (;;) {
    signal.throwIfAborted()
    const some = await database.transaction(forget)
    forgotten += some
    if (some < step) return forgotten
  }
}
