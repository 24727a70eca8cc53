import { alertSeverities, notification, notificationPage, notificationTypes } from '@bongsu/contract/alerts.ts'
import { pageInput } from '@bongsu/contract/page.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { findNotification } from './notification-store.ts'
import { notificationToView } from './notification-view.ts'
import { noSuchNotification, ownerId, pageOfNotifications } from './own-notifications.ts'

export const listNotifications = operation({
  name: 'list-notifications',
  summary: text('내 알림을 찾습니다.', 'Finds your notifications.'),
  access: 'notifications.own',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/notifications' },
  input: z.strictObject({
    ...pageInput,
    is_read: z.boolean().optional(),
    type: z.enum(notificationTypes).optional(),
    severity: z.enum(alertSeverities).optional(),
    project_id: z.int().positive().optional(),
    incident_id: z.int().positive().optional(),
  }),
  output: notificationPage,
  run: (ctx, { page, page_size, is_read, type, severity, project_id, incident_id }) =>
    pageOfNotifications(
      ctx,
      { isRead: is_read, type, severity, projectId: project_id, incidentId: incident_id },
      { page, page_size },
    ),
})

export const listUnreadNotifications = operation({
  name: 'list-unread-notifications',
  summary: text('아직 읽지 않은 내 알림을 보여 줍니다.', 'Lists your notifications that you have not read yet.'),
  access: 'notifications.own',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/notifications/unread' },
  input: z.strictObject(pageInput),
  output: notificationPage,
  run: (ctx, page) => pageOfNotifications(ctx, { isRead: false }, page),
})

export const listProjectNotifications = operation({
  name: 'list-project-notifications',
  summary: text('프로젝트 하나에 대한 내 알림을 보여 줍니다.', 'Lists your notifications about one project.'),
  access: 'notifications.own',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/notifications/project/{id}' },
  input: z.strictObject({ ...pageInput, id: z.int().positive() }),
  output: notificationPage,
  run: (ctx, { id, ...page }) => pageOfNotifications(ctx, { projectId: id }, page),
})

export const getNotification = operation({
  name: 'get-notification',
  summary: text('내 알림 하나를 보여 줍니다.', 'Shows one of your notifications.'),
  access: 'notifications.own',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/notifications/{id}' },
  input: z.strictObject({ id: z.int().positive() }),
  output: notification,
  async run(ctx, { id }) {
    const found = await findNotification(ctx.db, ownerId(ctx), id)
    if (!found) throw noSuchNotification()
    return notificationToView(found, ctx.language)
  },
})
