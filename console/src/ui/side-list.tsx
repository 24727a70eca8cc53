import { useMediaQuery } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { ArrowLeft, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './side-list.module.css'

/** Whether the list and what is chosen of it no longer fit side by side. */
export const useIsNarrow = (): boolean =>
  useMediaQuery('(max-width: 900px)', false, { getInitialValueInEffect: false }) ?? false

interface SideListPageProps {
  /** The list as a page of its own: its header, on a phone. */
  readonly header: ReactNode
  readonly list: ReactNode
  readonly children: ReactNode
  /** Something of the list is in the address. */
  readonly hasChosen: boolean
  /** Back to the list, on a phone. */
  readonly back: { readonly to: string; readonly label: string }
  readonly isWide?: boolean
}

/** A list of few things on the left, one of them on the right; on a phone one or the other. */
export function SideListPage({ header, list, children, hasChosen, back, isWide = false }: SideListPageProps) {
  const isNarrow = useIsNarrow()
  return (
    <div className={classes.page} data-wide={isWide || undefined}>
      {(!isNarrow || !hasChosen) && (
        <div className={classes.side}>
          {isNarrow && header}
          {list}
        </div>
      )}
      {(!isNarrow || hasChosen) && (
        <div className={classes.main}>
          {isNarrow && (
            <Link to={back.to} className={classes.back}>
              <ArrowLeft size={15} aria-hidden />
              {back.label}
            </Link>
          )}
          {children}
        </div>
      )}
    </div>
  )
}

interface SideListItem {
  readonly key: string
  readonly label: string
  readonly to: string
  /** Small, at the end of the line. */
  readonly mark?: ReactNode
}

interface SideListProps {
  readonly label: string
  readonly groups: readonly { readonly title: string; readonly items: readonly SideListItem[] }[]
  readonly current: string | undefined
}

export function SideList({ label, groups, current }: SideListProps) {
  return (
    <nav className={classes.list} aria-label={label}>
      {groups.map(({ title, items }) => (
        <div key={title} className={classes.group}>
          <h2 className={classes.groupTitle}>{title}</h2>
          {items.map((item) => (
            <Link
              key={item.key}
              to={item.to}
              className={classes.link}
              aria-current={item.key === current ? 'page' : undefined}
            >
              <span className={classes.words}>{item.label}</span>
              {item.mark}
              <ChevronRight size={15} aria-hidden className={classes.chevron} />
            </Link>
          ))}
        </div>
      ))}
    </nav>
  )
}
