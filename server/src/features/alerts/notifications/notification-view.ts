import type { NotificationView } from '@bongsu/contract/alerts.ts'
import type { Language } from '@bongsu/contract/text.ts'
import { isoTime, isoTimeOrNull } from '#kernel/clock.ts'
import type { Notification } from './notification-store.ts'

export const notificationToView = (notification: Notification, language: Language): NotificationView => ({
  id: notification.id,
  type: notification.type,
  severity: notification.severity,
  title: notification.title[language],
  message: notification.message[language],
  project_id: notification.projectId,
  monitor_id: notification.monitorId,
  incident_id: notification.incidentId,
  link: notification.link,
  is_read: notification.readAt !== null,
  read_at: isoTimeOrNull(notification.readAt),
  created_at: isoTime(notification.createdAt),
})
