import { Navigate } from '@tanstack/react-router'
import { useMayAccess } from '#lib/me.ts'
import { pages } from './routes.tsx'

/** Until a page claims `/`, the first page of the rail that the person may see is home. */
export function HomePage() {
  const may = useMayAccess()
  const first = pages.find((page) => page.group && may(page.access)) ?? pages.find((page) => may(page.access))
  return first ? <Navigate to={first.path} replace /> : null
}
