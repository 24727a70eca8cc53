import type { DisplayState } from '@bongsu/contract/states.ts'
import type { ReactNode } from 'react'
import { useTexts } from '#lib/i18n.ts'
import classes from './state.module.css'
import { StateIcon } from './state-icon.tsx'
import { uiTexts } from './ui.i18n.ts'

interface StateBadgeProps {
  readonly state: DisplayState
  /** Said instead of the state's own word: "down for 3 min". The shape and colour still say the state. */
  readonly children?: ReactNode
  readonly size?: 'sm' | 'md'
}

export function StateBadge({ state, children, size = 'sm' }: StateBadgeProps) {
  const t = useTexts(uiTexts)
  return (
    <span className={classes.badge} data-state={state} data-size={size}>
      <StateIcon state={state} size={size === 'sm' ? 10 : 12} decorative={children === undefined} />
      <span>{children ?? t(`state.${state}`)}</span>
    </span>
  )
}

/** A quiet label for anything that is not one of the six states: role, kind, tag. */
export function Tag({
  children,
  tone = 'neutral',
}: {
  readonly children: ReactNode
  readonly tone?: 'neutral' | 'accent' | DisplayState
}) {
  return (
    <span className={classes.tag} data-tone={tone} data-state={tone}>
      {children}
    </span>
  )
}
