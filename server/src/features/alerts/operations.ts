import type { AnyOperation } from '#platform/operations/operation.ts'
import { createChannel } from './manage/create-channel.ts'
import { deleteChannel } from './manage/delete-channel.ts'
import { listChannelKinds } from './manage/list-channel-kinds.ts'
import { getChannel, listChannels } from './manage/list-channels.ts'
import { rotateChannelSecret } from './manage/rotate-channel-secret.ts'
import { testChannel, testChannelOptions } from './manage/test-channel.ts'
import { updateChannel } from './manage/update-channel.ts'
import { broadcastNotification } from './notifications/broadcast-notification.ts'
import {
  getNotification,
  listNotifications,
  listProjectNotifications,
  listUnreadNotifications,
} from './notifications/list-notifications.ts'
import { deleteNotification, markAllNotificationsRead, updateNotification } from './notifications/mark-notifications.ts'
import { getDelivery, listDeliveries, listIncidentDeliveries } from './outbox/list-deliveries.ts'
import { resendDelivery } from './outbox/resend-delivery.ts'
import { getTemplate, listTemplates } from './templates/list-templates.ts'
import { previewTemplate } from './templates/preview-template.ts'
import { resetTemplate, updateTemplate } from './templates/update-template.ts'

export const alertOperations: readonly AnyOperation[] = [
  listChannelKinds,
  listChannels,
  createChannel,
  testChannelOptions,
  getChannel,
  updateChannel,
  deleteChannel,
  testChannel,
  rotateChannelSecret,
  listDeliveries,
  getDelivery,
  resendDelivery,
  listIncidentDeliveries,
  listTemplates,
  getTemplate,
  updateTemplate,
  resetTemplate,
  previewTemplate,
  listNotifications,
  listUnreadNotifications,
  listProjectNotifications,
  markAllNotificationsRead,
  getNotification,
  updateNotification,
  deleteNotification,
  broadcastNotification,
]
