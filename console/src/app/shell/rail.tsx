import { ActionIcon, Drawer, Tooltip } from '@mantine/core'
import { Link, useLocation } from '@tanstack/react-router'
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useText, useTexts } from '#lib/i18n.ts'
import { useMayAccess } from '#lib/me.ts'
import { useOverallState } from '#lib/overall-state.ts'
import { Mark } from '#ui/mark.tsx'
import { StateIcon } from '#ui/state-icon.tsx'
import { appTexts } from '../app.i18n.ts'
import { groups, type PageDefinition } from '../page.ts'
import { pages } from '../routes.tsx'
import classes from './rail.module.css'

/** The left rail of wide screens; narrow it shows icons only. */
export function Rail({ isNarrow, onToggle }: { readonly isNarrow: boolean; onToggle(): void }) {
  const t = useTexts(appTexts)
  const toggle = isNarrow ? t('widenRail') : t('narrowRail')
  return (
    <nav className={classes.rail} data-narrow={isNarrow || undefined} aria-label={t('rail')}>
      <Brand isNarrow={isNarrow} />
      <RailLinks isNarrow={isNarrow} />
      <Tooltip label={toggle} position="right">
        <ActionIcon className={classes.toggle} aria-label={toggle} aria-expanded={!isNarrow} onClick={onToggle}>
          {isNarrow ? <PanelLeftOpen size={17} aria-hidden /> : <PanelLeftClose size={17} aria-hidden />}
        </ActionIcon>
      </Tooltip>
    </nav>
  )
}

/** The same on a phone, over the page. */
export function RailDrawer({ isOpen, onClose }: { readonly isOpen: boolean; onClose(): void }) {
  const t = useTexts(appTexts)
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      size={280}
      title={<Brand isNarrow={false} />}
      closeButtonProps={{ 'aria-label': t('closeRail') }}
      classNames={{ content: classes.drawer, title: classes.drawerTitle }}
    >
      <nav aria-label={t('rail')}>
        <RailLinks isNarrow={false} />
      </nav>
    </Drawer>
  )
}

function Brand({ isNarrow }: { readonly isNarrow: boolean }) {
  const t = useTexts(appTexts)
  const state = useOverallState()
  return (
    <Link to="/" className={classes.brand} aria-label={`${t('brand')} ${t('home')}`}>
      <Mark size={24} />
      {!isNarrow && <span>{t('brand')}</span>}
      {!isNarrow && state && state !== 'up' && <StateIcon state={state} />}
    </Link>
  )
}

function RailLinks({ isNarrow }: { readonly isNarrow: boolean }) {
  const t = useTexts(appTexts)
  const may = useMayAccess()
  const permitted = pages.filter((page) => page.group !== undefined && may(page.access))
  const links = useRef<HTMLDivElement>(null)
  const { pathname } = useLocation()
  // A low screen shows a part of the rail: the part with the page that is open.
  // biome-ignore lint/correctness/useExhaustiveDependencies: for every page anew, and once it is known which there are
  useEffect(() => {
    const here = links.current?.querySelector<HTMLElement>('[aria-current="page"]')
    if (links.current && here) showWithin(links.current, here)
  }, [pathname, permitted.length])
  return (
    <div ref={links} className={classes.links}>
      {groups.map((group) => {
        const listed = permitted.filter((page) => page.group === group)
        if (listed.length === 0) return null
        return (
          <section key={group} className={classes.group} aria-label={t(`groups.${group}`)}>
            {isNarrow ? (
              <hr className={classes.rule} />
            ) : (
              <h2 className={classes.groupTitle}>{t(`groups.${group}`)}</h2>
            )}
            {listed.map((page) => (
              <RailLink key={page.path} page={page} isNarrow={isNarrow} />
            ))}
          </section>
        )
      })}
    </div>
  )
}

const margin = 12

/** Scrolls the frame and nothing around it, and only as far as needed. */
function showWithin(frame: HTMLElement, item: HTMLElement): void {
  const [outer, inner] = [frame.getBoundingClientRect(), item.getBoundingClientRect()]
  if (inner.bottom > outer.bottom) frame.scrollTop += inner.bottom - outer.bottom + margin
  else if (inner.top < outer.top) frame.scrollTop -= outer.top - inner.top + margin
}

function RailLink({ page, isNarrow }: { readonly page: PageDefinition; readonly isNarrow: boolean }) {
  const read = useText()
  const { pathname } = useLocation()
  const Icon = page.icon
  const title = read(page.title)
  const isHere = page.path === '/' ? pathname === '/' : pathname === page.path || pathname.startsWith(`${page.path}/`)
  return (
    <Tooltip label={title} position="right" disabled={!isNarrow}>
      <Link
        to={page.path}
        className={classes.link}
        data-here={isHere || undefined}
        aria-current={isHere ? 'page' : undefined}
        aria-label={isNarrow ? title : undefined}
      >
        <Icon size={17} strokeWidth={1.75} aria-hidden />
        {!isNarrow && <span>{title}</span>}
      </Link>
    </Tooltip>
  )
}
