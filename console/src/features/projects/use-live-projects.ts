import { useQueryClient } from '@tanstack/react-query'
import type { OutputOf } from '#lib/api.ts'
import { useLive, useWatchedProjects, useWatchedTopic } from '#lib/live.ts'
import { useLiveRefresh } from '#lib/live-refresh.ts'
import { withStatus } from '#lib/live-status.ts'

/** Keeps the list alive: figures of a look are written in at once, a changed state asks the list again. */
export function useLiveProjects(ids: readonly number[]): void {
  const queries = useQueryClient()
  useWatchedProjects(ids)
  useWatchedTopic('dashboard')
  useLiveRefresh(['list-projects', 'list-project-facets'], ({ type }) => type === 'dashboard')
  useLive((message) => {
    if (message.type !== 'status') return
    queries.setQueriesData<OutputOf<'list-projects'>>(
      { queryKey: ['list-projects'] },
      (page) => page && { ...page, items: withStatus(page.items, message) },
    )
  })
}
