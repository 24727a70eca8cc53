import { useCommand } from '#lib/command.ts'
import { useTexts } from '#lib/i18n.ts'
import { touched } from './live-notifications.ts'
import { notificationsTexts } from './notifications.i18n.ts'

export const useMarkRead = () => useCommand('update-notification', { invalidates: touched })

export function useMarkAllRead() {
  const t = useTexts(notificationsTexts)
  return useCommand('mark-all-notifications-read', {
    invalidates: touched,
    done: ({ updated }) => (updated === 0 ? t('done.nothing') : t('done.readAll', { count: updated })),
  })
}
