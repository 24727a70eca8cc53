import type { DisplayState } from '@bongsu/contract/states.ts'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { usePageTitle } from '#lib/page-title.ts'
import classes from './page-header.module.css'
import { StateBadge } from './state-badge.tsx'

interface PageHeaderProps {
  readonly icon: LucideIcon
  readonly title: string
  /** One line: what this page is for, or what this thing is. */
  readonly purpose?: ReactNode
  readonly state?: DisplayState | undefined
  /** Primary action first. */
  readonly actions?: ReactNode
  /** Key facts of a detail page, in one row (`KeyFacts`). */
  readonly facts?: ReactNode
}

/** The head of every page, and its `h1`. Also names the browser tab and the breadcrumb. */
export function PageHeader({ icon: Icon, title, purpose, state, actions, facts }: PageHeaderProps) {
  usePageTitle(title)
  return (
    <header className={classes.header}>
      <div className={classes.top}>
        <span className={classes.icon}>
          <Icon size={20} strokeWidth={1.75} aria-hidden />
        </span>
        <div className={classes.words}>
          <div className={classes.line}>
            <h1 className={classes.title}>{title}</h1>
            {state && <StateBadge state={state} />}
          </div>
          {purpose && <p className={classes.purpose}>{purpose}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      {facts}
    </header>
  )
}

/** Label above figure, in one row that wraps: the key facts of a detail page. */
export function KeyFacts({
  facts,
}: {
  readonly facts: readonly { readonly label: string; readonly value: ReactNode }[]
}) {
  return (
    <dl className={classes.facts}>
      {facts.map(({ label, value }) => (
        <div key={label} className={classes.fact}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
