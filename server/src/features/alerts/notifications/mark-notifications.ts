import { notification } from '@bongsu/contract/alerts.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { findNotification, deleteNotification as forget, setAllRead, setRead } from './notification-store.ts'
import { notificationToView } from './notification-view.ts'
import { noSuchNotification, ownerId, sayTouched } from './own-notifications.ts'

export const markAllNotificationsRead = operation({
  name: 'mark-all-notifications-read',
  summary: text('내 알림을 모두 읽음으로 표시합니다.', 'Marks all your notifications as read.'),
  access: 'notifications.own',
  effect: 'write',
  http: { method: 'PUT', path: '/api/v1/notifications/mark-all-read' },
  input: z.strictObject({ project_id: z.int().positive().optional().describe('Only those about this project') }),
  output: z.object({ updated: z.int() }),
  async run(ctx, { project_id }) {
    const updated = await setAllRead(ctx.tx, ownerId(ctx), project_id ?? null, ctx.clock.now())
    if (updated > 0) await sayTouched(ctx)
    return { updated }
  },
})

export const updateNotification = operation({
  name: 'update-notification',
  summary: text('내 알림을 읽음 또는 읽지 않음으로 표시합니다.', 'Marks one of your notifications as read or unread.'),
  access: 'notifications.own',
  effect: 'write',
  http: { method: 'PATCH', path: '/api/v1/notifications/{id}' },
  input: z.strictObject({ id: z.int().positive(), is_read: z.boolean().default(true) }),
  output: notification,
  async run(ctx, { id, is_read }) {
    const personId = ownerId(ctx)
    await setRead(ctx.tx, personId, id, is_read ? ctx.clock.now() : null)
    const after = await findNotification(ctx.tx, personId, id)
    if (!after) throw noSuchNotification()
    await sayTouched(ctx)
    return notificationToView(after, ctx.language)
  },
})

export const deleteNotification = operation({
  name: 'delete-notification',
  summary: text('내 알림을 지웁니다.', 'Deletes one of your notifications.'),
  access: 'notifications.own',
  effect: 'destructive',
  http: { method: 'DELETE', path: '/api/v1/notifications/{id}', status: 204 },
  input: z.strictObject({ id: z.int().positive() }),
  output: z.null(),
  async run(ctx, { id }) {
    if ((await forget(ctx.tx, ownerId(ctx), id)) === 0) throw noSuchNotification()
    await sayTouched(ctx)
    return null
  },
})
