import { ActionIcon } from '@mantine/core'
import { Menu as MenuIcon, Search } from 'lucide-react'
import { Suspense } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { useSlot } from '#lib/slots.ts'
import { appTexts } from '../app.i18n.ts'
import { Breadcrumbs } from './breadcrumbs.tsx'
import { LiveState } from './live-state.tsx'
import { PersonMenu } from './person-menu.tsx'
import classes from './top-bar.module.css'

const isApple = /Mac|iPhone|iPad/.test(navigator.platform)

export function TopBar({ onOpenRail, onSearch }: { onOpenRail(): void; onSearch(): void }) {
  const t = useTexts(appTexts)
  const items = useSlot('top-bar')
  return (
    <header className={classes.bar}>
      <ActionIcon className={classes.burger} aria-label={t('openRail')} onClick={onOpenRail}>
        <MenuIcon size={19} aria-hidden />
      </ActionIcon>
      <Breadcrumbs />
      <button
        type="button"
        className={classes.search}
        onClick={onSearch}
        aria-keyshortcuts={isApple ? 'Meta+K' : 'Control+K'}
      >
        <Search size={15} aria-hidden />
        <span className={classes.searchWord}>{t('search.button')}</span>
        <kbd className={classes.keys} aria-hidden>
          {isApple ? '⌘K' : 'Ctrl K'}
        </kbd>
      </button>
      <LiveState />
      {items.map(({ key, Item }) => (
        <Suspense key={key} fallback={<span className={classes.slot} />}>
          <Item />
        </Suspense>
      ))}
      <PersonMenu />
    </header>
  )
}
