import { permissions, type Role } from '@bongsu/contract/permissions.ts'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router'
import { render } from '@testing-library/react'
import type { ComponentType } from 'react'
import { Providers } from '#app/providers.tsx'
import { createConsoleRouter } from '#app/router.tsx'
import { setLanguage } from '#lib/i18n.ts'
import { type Me, meQuery } from '#lib/me.ts'
import { createQueryClient } from '#lib/query-client.ts'
import { parseSearch, stringifySearch } from '#lib/url-state.ts'
import { fakeServer, type Handlers } from './fake-server.ts'

/** A signed-in person of a role. */
export function somebody(role: Role = 'admin', changes: Partial<Me> = {}): Me {
  return {
    id: 1,
    email: 'kim@example.com',
    login_id: null,
    name: '김봉수',
    role,
    phone: null,
    picture: null,
    theme: 'light',
    language: 'ko',
    time_zone: 'Asia/Seoul',
    email_notifications: true,
    last_login_at: '2026-03-01T00:00:00.000Z',
    created_at: '2026-01-01T00:00:00.000Z',
    permissions: (Object.keys(permissions) as (keyof typeof permissions)[]).filter((name) =>
      (permissions[name] as readonly Role[]).includes(role),
    ),
    ...changes,
  }
}

export interface RenderOptions {
  /** Where the page stands, with its search: `/me?tab=security`. */
  readonly at?: string
  /** The route the page is mounted on, when it has parameters: `/projects/$id`. */
  readonly route?: string
  /** Who is signed in; `null` for nobody. */
  readonly me?: Me | null
  readonly operations?: Handlers
}

/** Renders one page alone, with everything it stands in, against a fake server that answers operations by name. */
export function renderPage(
  Page: ComponentType,
  { at = '/', route, me = somebody(), operations = {} }: RenderOptions = {},
) {
  setLanguage('ko')
  const server = fakeServer(operations)
  const queries = createQueryClient()
  queries.setDefaultOptions({ queries: { ...queries.getDefaultOptions().queries, retry: false } })
  if (me) queries.setQueryData(meQuery().queryKey, me)
  const root = createRootRoute({ component: Outlet })
  const page = createRoute({
    getParentRoute: () => root,
    path: route ?? at.split('?')[0] ?? '/',
    component: () => <Page />,
  })
  const elsewhere = createRoute({ getParentRoute: () => root, path: '$', component: () => <p>elsewhere</p> })
  const router = createRouter({
    routeTree: root.addChildren([page, elsewhere]),
    history: createMemoryHistory({ initialEntries: [at] }),
    parseSearch,
    stringifySearch,
  })
  const view = render(
    <Providers queries={queries}>
      {/* The test's own little tree of routes, not the console's. */}
      <RouterProvider router={router as never} />
    </Providers>,
  )
  return { ...view, server, queries, router }
}

/** Renders the whole console at an address. */
export function renderConsole(at: string, operations: Handlers) {
  setLanguage('ko')
  const server = fakeServer(operations)
  const queries = createQueryClient()
  queries.setDefaultOptions({ queries: { ...queries.getDefaultOptions().queries, retry: false } })
  const router = createConsoleRouter(queries, createMemoryHistory({ initialEntries: [at] }))
  const view = render(
    <Providers queries={queries}>
      <RouterProvider router={router} />
    </Providers>,
  )
  return { ...view, server, queries, router }
}
