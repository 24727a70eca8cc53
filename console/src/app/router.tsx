import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouterHistory,
} from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { onUnauthenticated } from '#lib/client.ts'
import { parseSearch, stringifySearch } from '#lib/url-state.ts'
import { ErrorPage } from './error-page.tsx'
import { HomePage } from './home-page.tsx'
import { NotFoundPage } from './not-found-page.tsx'
import { PageSkeleton } from './page-skeleton.tsx'
import { pages, publicPages } from './routes.tsx'
import { Shell } from './shell/shell.tsx'

/** `history` is the browser's unless a test brings its own. */
export function createConsoleRouter(queries: QueryClient, history?: RouterHistory) {
  const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage, errorComponent: ErrorPage })
  const signedIn = createRoute({ getParentRoute: () => root, id: 'signed-in', component: Shell })
  const pageRoutes = pages.map((page) =>
    createRoute({
      getParentRoute: () => signedIn,
      path: page.path,
      component: lazyRouteComponent<Module, 'default'>(page.load),
      errorComponent: ErrorPage,
      pendingComponent: PageSkeleton,
    }),
  )
  const home = pages.some(({ path }) => path === '/')
    ? []
    : [createRoute({ getParentRoute: () => signedIn, path: '/', component: HomePage })]
  // Inside the frame, so that a wrong address still shows the way on.
  const missing = createRoute({ getParentRoute: () => signedIn, path: '$', component: NotFoundPage })
  const publicRoutes = publicPages.map(({ path, load }) =>
    createRoute({
      getParentRoute: () => root,
      path,
      component: lazyRouteComponent<Module, 'default'>(load),
      errorComponent: ErrorPage,
    }),
  )
  const gallery = import.meta.env.DEV
    ? [
        createRoute({
          getParentRoute: () => root,
          path: '/ui-gallery',
          component: lazyRouteComponent(() => import('../gallery/gallery-page.tsx')),
        }),
      ]
    : []

  const router = createRouter({
    routeTree: root.addChildren([...publicRoutes, ...gallery, signedIn.addChildren([...home, ...pageRoutes, missing])]),
    ...(history ? { history } : {}),
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingMs: 80,
    defaultPendingMinMs: 0,
    scrollRestoration: true,
  })

  onUnauthenticated(() => {
    const { pathname, href } = router.state.location
    if (publicPages.some(({ path }) => path === pathname) || pathname === '/ui-gallery') return
    queries.clear()
    void router.navigate({ to: '/sign-in', search: href === '/' ? {} : { return: href }, replace: true })
  })
  return router
}

type Module = { default: ComponentType }
