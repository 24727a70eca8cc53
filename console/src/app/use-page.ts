import { useMatches } from '@tanstack/react-router'
import type { PageDefinition } from './page.ts'
import { pages } from './routes.tsx'

/** The line of `routes.tsx` that is on screen; none on a wrong address. */
export function usePage(): PageDefinition | undefined {
  const path = useMatches().at(-1)?.fullPath
  return pages.find((page) => page.path === path || `${page.path}/` === path)
}
