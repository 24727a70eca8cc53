import { ActionIcon, Button, Popover, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Bell as BellIcon, BellOff, CheckCheck } from 'lucide-react'
import { useState } from 'react'
import { queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { BellItem } from './bell-item.tsx'
import { useHidden } from './hidden-notifications.ts'
import { unreadQuery, useLiveNotifications } from './live-notifications.ts'
import { useMarkAllRead } from './notification-commands.ts'
import { notificationsTexts } from './notifications.i18n.ts'
import classes from './notifications.module.css'

const mostShown = 99

/** In the top bar of every page: how much is unread, and the last ten a click away. */
export default function Bell() {
  const t = useTexts(notificationsTexts)
  const [isOpen, setOpen] = useState(false)
  useLiveNotifications()
  const unread = useQuery(unreadQuery()).data?.total ?? 0
  const label = unread === 0 ? t('bell.open') : t('bell.unread', { count: unread })
  return (
    <span className={classes.bell}>
      <Popover
        opened={isOpen}
        onChange={setOpen}
        position="bottom-end"
        width="min(400px, calc(100vw - 24px))"
        trapFocus
      >
        <Popover.Target>
          <ActionIcon aria-label={label} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            <BellIcon size={18} aria-hidden />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown className={classes.dropdown ?? ''} aria-label={t('title')}>
          <LastTen unread={unread} onClose={() => setOpen(false)} />
        </Popover.Dropdown>
      </Popover>
      {unread > 0 && (
        <span className={classes.badge} aria-hidden>
          {unread > mostShown ? t('bell.many') : unread}
        </span>
      )}
    </span>
  )
}

function LastTen({ unread, onClose }: { readonly unread: number; onClose(): void }) {
  const t = useTexts(notificationsTexts)
  const { data, error, refetch } = useQuery(queryOf('list-notifications', { page_size: 10 }))
  const readAll = useMarkAllRead()
  const hidden = useHidden()
  const items = data?.items.filter(({ id }) => !hidden.has(id))
  return (
    <>
      <div className={classes.dropdownHead}>
        <h2>{t('title')}</h2>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<CheckCheck size={15} aria-hidden />}
          disabled={unread === 0}
          loading={readAll.isPending}
          onClick={() => readAll.mutate({})}
        >
          {t('actions.readAll')}
        </Button>
      </div>
      <div className={classes.dropdownBody}>
        {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!error && !data && [0, 1, 2].map((row) => <Skeleton key={row} height={56} m={12} width="auto" />)}
        {items?.length === 0 && <EmptyState icon={BellOff} title={t('bell.empty')} text={t('bell.emptyText')} />}
        {items && items.length > 0 && (
          <ul className={classes.items}>
            {items.map((notification) => (
              <BellItem key={notification.id} notification={notification} onClose={onClose} />
            ))}
          </ul>
        )}
      </div>
      <Link to="/notifications" className={classes.dropdownFoot} onClick={onClose}>
        {t('bell.all')}
      </Link>
    </>
  )
}
