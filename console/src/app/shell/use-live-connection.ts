import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { live, liveUrl } from '#lib/live.ts'
import { meQuery } from '#lib/me.ts'

/**
 * Live news while somebody is signed in; after a gap everything on screen is asked for again. Who is refused is asked for
 * by the API, whose 401 leads to sign-in: trying again and again would not.
 */
export function useLiveConnection(personId: number | undefined): void {
  const queries = useQueryClient()
  useEffect(() => {
    if (personId === undefined) return
    live.start(liveUrl(personId))
    const stopWatching = live.onGap(() => void queries.invalidateQueries())
    const stopDoubting = live.onDoubt(
      () => void queries.fetchQuery({ ...meQuery(), staleTime: 0 }).catch(() => undefined),
    )
    return () => {
      stopWatching()
      stopDoubting()
      live.stop()
    }
  }, [personId, queries])
}
