import { useNavigate } from '@tanstack/react-router'
import { useTexts } from '#lib/i18n.ts'
import type { Notification } from '#ui/alerts/alert-types.ts'
import { SeverityIcon } from '#ui/alerts/severity.tsx'
import { RelativeTime } from '#ui/relative-time.tsx'
import { useMarkRead } from './notification-commands.ts'
import { notificationsTexts } from './notifications.i18n.ts'
import classes from './notifications.module.css'

interface BellItemProps {
  readonly notification: Notification
  onClose(): void
}

/** Opens what it is about; having opened it is having read it. */
export function BellItem({ notification, onClose }: BellItemProps) {
  const t = useTexts(notificationsTexts)
  const navigate = useNavigate()
  const read = useMarkRead()
  const { id, title, message, link, is_read: isRead } = notification
  const open = () => {
    if (!isRead) read.mutate({ id, is_read: true })
    onClose()
    void navigate(link ? { to: link } : { to: '/notifications', search: { notification: String(id) } as never })
  }
  return (
    <li className={classes.item} data-unread={!isRead || undefined}>
      <button type="button" className={classes.itemButton} onClick={open}>
        <span className={classes.itemIcon}>
          <SeverityIcon severity={notification.severity} size={12} />
        </span>
        <span className={classes.itemWords}>
          <span className={classes.itemTitle}>
            {!isRead && <span className="b-visually-hidden">{t('unread')}</span>}
            {title}
          </span>
          {message && <span className={classes.itemMessage}>{message}</span>}
          <span className={classes.itemTime}>
            <RelativeTime at={notification.created_at} />
          </span>
        </span>
        {!isRead && <span className={classes.dot} aria-hidden />}
      </button>
    </li>
  )
}
