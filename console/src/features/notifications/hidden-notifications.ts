import { useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { call } from '#lib/api.ts'
import { isApiError } from '#lib/api-error.ts'
import { showError } from '#lib/command.ts'
import { useTexts } from '#lib/i18n.ts'
import { showToast, undoMs } from '#lib/toasts.ts'
import { touched } from './live-notifications.ts'
import { notificationsTexts } from './notifications.i18n.ts'

/**
 * The server forgets a notification for good, so it is only hidden at first and deleted when the time for "undo" is over.
 * Who closes the page before that keeps it, which loses nothing.
 */
let hidden: ReadonlySet<number> = new Set()
const listeners = new Set<() => void>()

function change(next: ReadonlySet<number>): void {
  hidden = next
  for (const listener of listeners) listener()
}

export const useHidden = (): ReadonlySet<number> =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => hidden,
  )

/** Hides them and calls `commit` after a while; the answer takes them back. */
export function hideForNow(ids: readonly number[], waitMs: number, commit: () => Promise<unknown>): () => void {
  change(new Set([...hidden, ...ids]))
  const show = () => change(new Set([...hidden].filter((id) => !ids.includes(id))))
  // They are shown again only when the list without them has come, or when deleting failed.
  const timer = setTimeout(() => void commit().finally(show), waitMs)
  return () => {
    clearTimeout(timer)
    show()
  }
}

export function useDeleteNotifications(): (ids: readonly number[]) => void {
  const t = useTexts(notificationsTexts)
  const queries = useQueryClient()
  return (ids) => {
    const commit = async () => {
      try {
        for (const id of ids) await call('delete-notification', { id })
      } catch (error) {
        // Gone already is what was asked for.
        if (!isApiError(error, 'not_found')) showError(error)
      }
      await queries.invalidateQueries({
        predicate: ({ queryKey }) => (touched as readonly unknown[]).includes(queryKey[0]),
      })
    }
    const takeBack = hideForNow(ids, undoMs, commit)
    showToast({
      tone: 'done',
      message: t('done.deleted', { count: ids.length }),
      action: { label: t('done.undo'), run: takeBack },
    })
  }
}
