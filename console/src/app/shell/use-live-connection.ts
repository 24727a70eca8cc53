import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { live, liveUrl } from '#lib/live.ts'

/** Live news while somebody is signed in; after a gap everything on screen is asked for again. */
export function useLiveConnection(personId: number | undefined): void {
  const queries = useQueryClient()
  useEffect(() => {
    if (personId === undefined) return
    live.start(liveUrl(personId))
    const stopWatching = live.onGap(() => void queries.invalidateQueries())
    return () => {
      stopWatching()
      live.stop()
    }
  }, [personId, queries])
}
