import { ActionIcon, Tooltip } from '@mantine/core'
import { Mail, MailOpen, Trash2 } from 'lucide-react'
import { useTexts } from '#lib/i18n.ts'
import type { Notification } from '#ui/alerts/alert-types.ts'
import { alertTexts } from '#ui/alerts/alerts.i18n.ts'
import { SeverityIcon } from '#ui/alerts/severity.tsx'
import type { Column } from '#ui/data-table/column.ts'
import { LogTime } from '#ui/log-time.tsx'
import { useDeleteNotifications } from './hidden-notifications.ts'
import { useMarkRead } from './notification-commands.ts'
import { notificationsTexts } from './notifications.i18n.ts'
import classes from './notifications.module.css'

export function useNotificationColumns(): readonly Column<Notification>[] {
  const t = useTexts(notificationsTexts)
  const word = useTexts(alertTexts)
  return [
    {
      key: 'news',
      header: t('columns.news'),
      card: 'title',
      cell: (row) => <News notification={row} />,
      text: (row) => `${row.title}: ${row.message}`,
    },
    {
      key: 'type',
      header: t('columns.type'),
      choice: 'shown',
      cell: (row) => word(`events.${row.type}`),
      text: (row) => word(`events.${row.type}`),
    },
    {
      key: 'created_at',
      header: t('columns.at'),
      cell: (row) => <LogTime at={row.created_at} />,
      text: (row) => row.created_at,
    },
    {
      key: 'actions',
      header: t('columns.actions'),
      isHeaderHidden: true,
      align: 'end',
      width: 96,
      card: 'corner',
      cell: (row) => <RowActions notification={row} />,
    },
  ]
}

function News({ notification }: { readonly notification: Notification }) {
  const t = useTexts(notificationsTexts)
  const { title, message, is_read: isRead } = notification
  return (
    <span className={classes.news} data-unread={!isRead || undefined}>
      <span className={classes.newsDot}>
        {!isRead && <span className={classes.dot} role="img" aria-label={t('unread')} />}
      </span>
      <SeverityIcon severity={notification.severity} />
      <span className={classes.newsWords}>
        <span className={classes.newsTitle}>{title}</span>
        <span className={classes.newsMessage}>{message}</span>
      </span>
    </span>
  )
}

function RowActions({ notification }: { readonly notification: Notification }) {
  const t = useTexts(notificationsTexts)
  const read = useMarkRead()
  const remove = useDeleteNotifications()
  const { id, title, is_read: isRead } = notification
  const verb = t(isRead ? 'actions.unread' : 'actions.read')
  const Icon = isRead ? Mail : MailOpen
  return (
    <span className={classes.rowActions}>
      <Tooltip label={verb}>
        <ActionIcon
          size="md"
          aria-label={`${title} ${verb}`}
          loading={read.isPending}
          onClick={() => read.mutate({ id, is_read: !isRead })}
        >
          <Icon size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('actions.delete')}>
        <ActionIcon size="md" aria-label={`${title} ${t('actions.delete')}`} onClick={() => remove([id])}>
          <Trash2 size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </span>
  )
}
