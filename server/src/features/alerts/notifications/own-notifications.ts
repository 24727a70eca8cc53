import { text } from '@bongsu/contract/text.ts'
import { Failure, notFound } from '#kernel/errors.ts'
import type { Context } from '#platform/operations/operation.ts'
import { notificationsTouched } from '../alerts-events.ts'
import { type NotificationSearch, searchNotifications } from './notification-store.ts'
import { notificationToView } from './notification-view.ts'

/** Whose notification centre it is: the caller's own, whatever door. A service token has none. */
export function ownerId({ actor }: Context): number {
  if ((actor.kind === 'person' || actor.kind === 'token') && actor.personId !== null) return actor.personId
  throw new Failure('forbidden', text('알림 센터는 사람에게만 있습니다.', 'Only people have a notification centre.'))
}

/** Somebody else's entry is as unknown as one that never was. */
export const noSuchNotification = () => notFound(text('알림', 'The notification'))

export async function pageOfNotifications(
  ctx: Context,
  search: Omit<NotificationSearch, 'personId'>,
  { page, page_size }: { page: number; page_size: number },
) {
  const found = await searchNotifications(
    ctx.db,
    { ...search, personId: ownerId(ctx) },
    { limit: page_size, offset: (page - 1) * page_size },
  )
  return {
    items: found.notifications.map((one) => notificationToView(one, ctx.language)),
    total: found.total,
    page,
    page_size,
  }
}

export const sayTouched = (ctx: Context): Promise<void> => ctx.tx.emit(notificationsTouched, { personId: ownerId(ctx) })
