import { serviceKey } from '#kernel/service.ts'
import type { Db, Tx } from '#platform/db/contract.ts'
import type { Sealer } from '#platform/secrets/sealer.ts'
import type { SendMail } from './channels/contract.ts'
import type { House } from './compose-message.ts'
import type { Deliver } from './deliver-message.ts'
import type { Notice, Notify } from './notifications/notify.ts'
import type { Sender, SenderHealth } from './outbox/sender.ts'

/** What this room's own verbs share. */
export interface AlertsService {
  readonly sealer: Sealer
  readonly deliver: Deliver
  readonly notify: Notify
  readonly sender: Sender
  house(): House
}

export const alertsServiceKey = serviceKey<AlertsService>('alerts-service')

/** What later rooms need of alerts. */
export interface Alerts {
  /** Puts an entry into people's notification centres, in the caller's transaction. Returns how many were written. */
  notify(tx: Tx, notice: Notice): Promise<number>
  /** One mail, tried once, now: for rooms with a waiting list of their own. */
  readonly sendMail: SendMail
  /** Our own connection is back: what failed only for want of it is tried at once. */
  retryNow(): Promise<void>
  health(): SenderHealth
  /** Why messages do not go out, for readiness; null when they do, or when sending is not this process' work. */
  problem(): string | null
  /** Messages that were given up and not sent again since. */
  deadCount(db: Db): Promise<number>
}

export const alertsKey = serviceKey<Alerts>('alerts')
