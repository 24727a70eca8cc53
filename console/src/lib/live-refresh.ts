import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { OperationName } from './api.ts'
import { markChanged } from './changed.ts'
import { type LiveMessage, useLive } from './live.ts'

/** News comes in bursts; a screen is refreshed at once and then at most this often, unless it asks for a calmer pace. */
const usualPaceMs = 4000

/**
 * Whether a message is about a look at this project, or may have come too late for one: what happened between the
 * answer on screen and the moment news began to come would otherwise wait for the next look.
 */
export const isAboutLooks = (projectId: number, { type, project_id }: LiveMessage): boolean =>
  (type === 'status' || type === 'subscribed') && project_id === projectId

/**
 * Asks these operations again when news says so: `concerns` decides for each message. The news itself is only a hint,
 * the answer of the API is what is shown.
 */
export function useLiveRefresh(
  names: readonly OperationName[],
  concerns: (message: LiveMessage) => boolean,
  paceMs = usualPaceMs,
): void {
  const queries = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const lastAt = useRef(0)

  const refresh = () => {
    timer.current = undefined
    lastAt.current = Date.now()
    const wanted = new Set<unknown>(names)
    void queries.invalidateQueries({ predicate: ({ queryKey }) => wanted.has(queryKey[0]) })
  }
  useLive((message) => {
    if (!concerns(message)) return
    for (const id of message.project_ids ?? []) markChanged(`project:${id}`)
    if (timer.current !== undefined) return
    const wait = Math.max(0, lastAt.current + paceMs - Date.now())
    timer.current = setTimeout(refresh, wait)
  })
  useEffect(() => () => clearTimeout(timer.current), [])
}
