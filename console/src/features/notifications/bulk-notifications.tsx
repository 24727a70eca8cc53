import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { MailOpen, Trash2 } from 'lucide-react'
import { call } from '#lib/api.ts'
import { showError } from '#lib/command.ts'
import { useTexts } from '#lib/i18n.ts'
import type { Notification } from '#ui/alerts/alert-types.ts'
import { useDeleteNotifications } from './hidden-notifications.ts'
import { touched } from './live-notifications.ts'
import { notificationsTexts } from './notifications.i18n.ts'

interface BulkNotificationsProps {
  readonly notifications: readonly Notification[]
  onDone(): void
}

export function BulkNotifications({ notifications, onDone }: BulkNotificationsProps) {
  const t = useTexts(notificationsTexts)
  const queries = useQueryClient()
  const remove = useDeleteNotifications()
  const unread = notifications.filter((one) => !one.is_read)
  const read = useMutation({
    mutationFn: async () => {
      for (const { id } of unread) await call('update-notification', { id, is_read: true })
    },
    onSuccess: onDone,
    onError: showError,
    onSettled: () =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => (touched as readonly unknown[]).includes(queryKey[0]) }),
  })
  const deleteChosen = () => {
    remove(notifications.map(({ id }) => id))
    onDone()
  }
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<MailOpen size={15} aria-hidden />}
        disabled={unread.length === 0}
        loading={read.isPending}
        onClick={() => read.mutate()}
      >
        {t('actions.read')}
      </Button>
      <Button size="compact-sm" variant="default" leftSection={<Trash2 size={15} aria-hidden />} onClick={deleteChosen}>
        {t('actions.delete')}
      </Button>
    </>
  )
}
