import { useHotkeys } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useLocation } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { meQuery } from '#lib/me.ts'
import { useFollowPerson } from '#lib/person-preferences.ts'
import { store, stored } from '#lib/preferences.ts'
import { useSlot } from '#lib/slots.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { appTexts } from '../app.i18n.ts'
import { PageGuard } from '../page-guard.tsx'
import { PageSkeleton } from '../page-skeleton.tsx'
import { OfflineBanner } from './offline-banner.tsx'
import { Rail, RailDrawer } from './rail.tsx'
import classes from './shell.module.css'
import { TopBar } from './top-bar.tsx'
import { useFavicon } from './use-favicon.ts'
import { useLiveConnection } from './use-live-connection.ts'
import { useLiveTools } from './use-live-tools.ts'
import { useShortcuts } from './use-shortcuts.ts'

const Search = lazy(() => import('./search.tsx'))
const ShortcutHelp = lazy(() => import('./shortcut-help.tsx'))

/** The frame around every page: rail, top bar, offline banner. Painted at once; the page follows when we know who looks. */
export function Shell() {
  const t = useTexts(appTexts)
  const me = useQuery(meQuery())
  const { pathname } = useLocation()
  const [isNarrow, setNarrow] = useState(() => stored('rail') === 'narrow')
  const [isDrawerOpen, setDrawerOpen] = useState(false)
  const [isSearching, setSearching] = useState(false)
  const [isHelping, setHelping] = useState(false)
  const main = useRef<HTMLElement>(null)
  useFollowPerson(me.data)
  useLiveConnection(me.data?.id)
  useLiveTools()
  useFavicon()
  useHotkeys([['mod+K', () => setSearching(true)]], [])
  useShortcuts({ onSearch: useCallback(() => setSearching(true), []), onHelp: useCallback(() => setHelping(true), []) })
  useFocusOnNavigation(main, pathname)
  // biome-ignore lint/correctness/useExhaustiveDependencies: going somewhere closes the drawer
  useEffect(() => setDrawerOpen(false), [pathname])

  const toggleRail = () => {
    store('rail', isNarrow ? 'wide' : 'narrow')
    setNarrow(!isNarrow)
  }

  return (
    <div className={classes.shell} data-narrow={isNarrow || undefined}>
      <a className={classes.skip} href="#content">
        {t('skip')}
      </a>
      <Rail isNarrow={isNarrow} onToggle={toggleRail} />
      <RailDrawer isOpen={isDrawerOpen} onClose={() => setDrawerOpen(false)} />
      <Background />
      <div className={classes.column}>
        <TopBar onOpenRail={() => setDrawerOpen(true)} onSearch={() => setSearching(true)} />
        <OfflineBanner />
        <main id="content" ref={main} tabIndex={-1} className={classes.main}>
          {me.data ? (
            <PageGuard>
              <Outlet />
            </PageGuard>
          ) : me.error ? (
            <ErrorState error={me.error} onRetry={() => void me.refetch()} />
          ) : (
            <PageSkeleton />
          )}
        </main>
      </div>
      {isHelping && (
        <Suspense>
          <ShortcutHelp onClose={() => setHelping(false)} />
        </Suspense>
      )}
      {isSearching && (
        <Suspense>
          <Search onClose={() => setSearching(false)} onHelp={() => setHelping(true)} />
        </Suspense>
      )}
    </div>
  )
}

/** A page change is a new page also for those who do not see it: focus moves to its start. */
function useFocusOnNavigation(main: React.RefObject<HTMLElement | null>, pathname: string): void {
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    main.current?.focus({ preventScroll: true })
  }, [main, pathname])
}

/** What features do on every page without being seen. */
function Background() {
  return useSlot('background').map(({ key, Item }) => (
    <Suspense key={key}>
      <Item />
    </Suspense>
  ))
}
