import { Link, useMatches } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { useText, useTexts } from '#lib/i18n.ts'
import { useCurrentTitle, useKnownTitle } from '#lib/page-title.ts'
import { appTexts } from '../app.i18n.ts'
import type { PageDefinition } from '../page.ts'
import { pages } from '../routes.tsx'
import { usePage } from '../use-page.ts'
import classes from './top-bar.module.css'

/** Group, the pages above, and this page under the name its header gave it. Follows from the table of routes. */
export function Breadcrumbs() {
  const t = useTexts(appTexts)
  const read = useText()
  const title = useCurrentTitle()
  const titleOf = useKnownTitle()
  const page = usePage()
  const above = page ? ancestors(page) : []
  const group = (above[0] ?? page)?.group
  const params = useMatches().at(-1)?.params as Record<string, string> | undefined
  // A page of one thing is known by the name of the thing; all others by their own title, in the language of now.
  const nameOf = ({ path, title }: PageDefinition) =>
    (path.includes('$') && titleOf(path.replace(/\$(\w+)/g, (_whole, name: string) => params?.[name] ?? ''))) ||
    read(title)
  return (
    <nav className={classes.crumbs} aria-label={t('crumbs')}>
      <ol>
        {group && (
          <li>
            <span>{t(`groups.${group}`)}</span>
            <ChevronRight size={13} aria-hidden />
          </li>
        )}
        {above.map((parent) => (
          <li key={parent.path}>
            <Link to={parent.path} params={params as never}>
              {nameOf(parent)}
            </Link>
            <ChevronRight size={13} aria-hidden />
          </li>
        ))}
        <li aria-current="page">
          <span>{title || (page ? read(page.title) : '')}</span>
        </li>
      </ol>
    </nav>
  )
}

function ancestors(page: PageDefinition): PageDefinition[] {
  const parent = pages.find(({ path }) => path === page.parent)
  return parent ? [...ancestors(parent), parent] : []
}
