import type { AlertSeverity, NotificationType } from '@bongsu/contract/alerts.ts'
import type { Role } from '@bongsu/contract/permissions.ts'
import type { Text } from '@bongsu/contract/text.ts'
import type { People, PersonRef } from '#features/identity/index.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Tx } from '#platform/db/contract.ts'
import { notificationsWritten } from '../alerts-events.ts'
import { oncePerTx } from '../once-per-tx.ts'
import { insertNotifications } from './notification-store.ts'

/** People who may sign in: all of them, or those with one of the roles together with those named. */
export type Audience =
  | 'admins'
  | 'everybody'
  | { readonly personIds?: readonly number[]; readonly roles?: readonly Role[] }

export interface Notice {
  readonly to: Audience
  /** Unique for the matter: telling a person twice under one key leaves one entry. */
  readonly key: string
  readonly type: NotificationType
  readonly severity: AlertSeverity
  readonly title: Text
  readonly message: Text
  /** A path inside the console. */
  readonly link: string | null
  readonly projectId?: number | null
  readonly monitorId?: number | null
  readonly incidentId?: number | null
}

/** Puts an entry into people's notification centres, in the caller's transaction; open consoles show it after the commit. */
export type Notify = (tx: Tx, notice: Notice) => Promise<number>

export function createNotify(people: People, clock: Clock): Notify {
  const enabled = oncePerTx((tx) => people.allEnabled(tx))

  return async (tx, notice) => {
    const personIds = await audienceOf(tx, notice.to)
    const at = clock.now()
    const written = await insertNotifications(
      tx,
      personIds.map((personId) => ({
        personId,
        key: notice.key,
        type: notice.type,
        severity: notice.severity,
        title: notice.title,
        message: notice.message,
        projectId: notice.projectId ?? null,
        monitorId: notice.monitorId ?? null,
        incidentId: notice.incidentId ?? null,
        link: notice.link,
      })),
      at,
    )
    if (written > 0) await tx.emit(notificationsWritten, { key: notice.key, personIds })
    return written
  }

  async function audienceOf(tx: Tx, to: Audience): Promise<number[]> {
    const all = await enabled(tx)
    return all.filter((person) => belongs(person, to)).map((person) => person.id)
  }
}

function belongs(person: PersonRef, to: Audience): boolean {
  if (to === 'everybody') return true
  if (to === 'admins') return person.role === 'admin'
  return (to.roles?.includes(person.role) ?? false) || (to.personIds?.includes(person.id) ?? false)
}
