import { Inbox, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './empty-state.module.css'

interface EmptyStateProps {
  readonly icon?: LucideIcon
  readonly title: string
  /** What this is for. */
  readonly text?: ReactNode
  /** The first step, as a button. */
  readonly action?: ReactNode
  /** It is the whole page, so its title is the page's heading. */
  readonly isPage?: boolean
}

/** Nothing here: what it is for, and the first step. */
export function EmptyState({ icon: Icon = Inbox, title, text, action, isPage = false }: EmptyStateProps) {
  const Title = isPage ? 'h1' : 'p'
  return (
    <div className={classes.empty}>
      <Icon size={28} strokeWidth={1.5} aria-hidden className={classes.icon} />
      <Title className={classes.title}>{title}</Title>
      {text && <p className={classes.text}>{text}</p>}
      {action && <div className={classes.action}>{action}</div>}
    </div>
  )
}
