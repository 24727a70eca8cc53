import { useEffect } from 'react'
import { faviconSvg, setFavicon } from '#lib/favicon.ts'
import { useOverallState } from '#lib/overall-state.ts'
import { stateShapes } from '#ui/state-icon.tsx'

/** The browser tab shows the worst state, in shape and colour, also while nobody looks at the page. */
export function useFavicon(): void {
  const state = useOverallState()
  useEffect(() => setFavicon(faviconSvg(state, stateShapes)), [state])
}
