import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { call, queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { type LiveMessage, useLive } from '#lib/live.ts'
import { showToast } from '#lib/toasts.ts'
import { notificationsTexts } from './notifications.i18n.ts'

/** Only the total of it is used. */
export const unreadQuery = () => queryOf('list-unread-notifications', { page_size: 1 })

/** The operations whose answers change when a notification comes or is read. */
export const touched = ['list-notifications', 'list-unread-notifications', 'get-notification'] as const

/** What a live message says of my notifications; undefined when it is about something else. */
export function readNotificationNews(message: LiveMessage): { unread: number; ids: readonly number[] } | undefined {
  if (message.type !== 'notification') return undefined
  const { unread, ids } = message as LiveMessage & { unread?: unknown; ids?: unknown }
  if (typeof unread !== 'number' || !Array.isArray(ids)) return undefined
  return { unread, ids: ids.filter((id) => typeof id === 'number') }
}

/** Keeps the badge and the lists up to date, and says at once what has come. */
export function useLiveNotifications(): void {
  const t = useTexts(notificationsTexts)
  const queries = useQueryClient()
  const navigate = useNavigate()

  const tell = async (ids: readonly number[]) => {
    const [id] = ids
    if (id === undefined) return
    const one = ids.length === 1 ? await call('get-notification', { id }).catch(() => undefined) : undefined
    showToast({
      tone: one?.severity === 'critical' ? 'error' : 'note',
      message: one?.title ?? t('arrived', { count: ids.length }),
      action: { label: t('show'), run: () => void navigate({ to: one?.link ?? '/notifications' }) },
    })
  }

  useLive((message) => {
    const news = readNotificationNews(message)
    if (!news) return
    queries.setQueryData(unreadQuery().queryKey, (before) => before && { ...before, total: news.unread })
    void queries.invalidateQueries({
      predicate: ({ queryKey }) => (touched as readonly unknown[]).includes(queryKey[0]),
    })
    void tell(news.ids)
  })
}
