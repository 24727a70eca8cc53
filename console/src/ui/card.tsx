import type { ReactNode } from 'react'
import classes from './card.module.css'

interface CardProps {
  readonly title?: ReactNode
  /** Small, right of the title. */
  readonly actions?: ReactNode
  readonly children: ReactNode
  /** No inner padding: for tables and lists that bring their own. */
  readonly flush?: boolean
}

/** A surface on the canvas. Sections of a page; never a card in a card. */
export function Card({ title, actions, children, flush = false }: CardProps) {
  return (
    <section className={classes.card} data-flush={flush || undefined}>
      {(title || actions) && (
        <div className={classes.head}>
          {title && <h2 className={classes.title}>{title}</h2>}
          {actions && <div className={classes.actions}>{actions}</div>}
        </div>
      )}
      <div className={classes.body}>{children}</div>
    </section>
  )
}

interface StatCardProps {
  readonly label: string
  readonly value: ReactNode
  /** What the figure means or how it moved. */
  readonly hint?: ReactNode
  readonly tone?: 'up' | 'degraded' | 'down' | undefined
  readonly icon?: ReactNode
}

/** One figure worth a glance. */
export function StatCard({ label, value, hint, tone, icon }: StatCardProps) {
  return (
    <div className={classes.stat}>
      <div className={classes.statLabel}>
        {icon}
        {label}
      </div>
      <div className={classes.statValue} data-tone={tone}>
        {value}
      </div>
      {hint && <div className={classes.statHint}>{hint}</div>}
    </div>
  )
}

/** Cards side by side, as many as fit. */
export function CardRow({ children, min = 200 }: { readonly children: ReactNode; readonly min?: number }) {
  return (
    <div className={classes.row} style={{ '--wanted': `${min}px` }}>
      {children}
    </div>
  )
}
