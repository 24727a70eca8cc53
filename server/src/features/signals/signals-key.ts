import type { Inbox } from '#features/checks/index.ts'
import { serviceKey } from '#kernel/service.ts'
import type { Db } from '#platform/db/contract.ts'

/** What later rooms need of signals. */
export interface Signals {
  /** Undefined for a monitor that nobody can signal to. */
  inboxOf(db: Db, monitorId: number): Promise<Inbox | undefined>
}

export const signalsKey = serviceKey<Signals>('signals')
