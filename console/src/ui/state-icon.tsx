import type { DisplayState } from '@bongsu/contract/states.ts'
import { useTexts } from '#lib/i18n.ts'
import classes from './state.module.css'
import { uiTexts } from './ui.i18n.ts'

/**
 * The six shapes, drawn in a 16 × 16 box. The state is never told by colour alone, so these are the same everywhere:
 * tables, badges, charts, favicon (`lib/favicon` draws them from here as well).
 */
export const stateShapes: Readonly<Record<DisplayState, string>> = {
  up: '<circle cx="8" cy="8" r="5.5" fill="currentColor"/>',
  degraded: '<path d="M8 1.8 14.6 13.4a.6.6 0 0 1-.5.9H1.9a.6.6 0 0 1-.5-.9z" fill="currentColor"/>',
  down: '<rect x="2.5" y="2.5" width="11" height="11" rx="1" fill="currentColor"/>',
  unknown:
    '<circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="3.2 2.04"/>',
  maintenance: '<path d="M8 1.2 14.8 8 8 14.8 1.2 8z" fill="currentColor"/>',
  paused:
    '<rect x="3.5" y="3" width="3" height="10" rx="1" fill="currentColor"/><rect x="9.5" y="3" width="3" height="10" rx="1" fill="currentColor"/>',
}

interface StateIconProps {
  readonly state: DisplayState
  readonly size?: number
  /** The state is said in words right beside it. */
  readonly decorative?: boolean
}

export function StateIcon({ state, size = 12, decorative = false }: StateIconProps) {
  const t = useTexts(uiTexts)
  const label = decorative ? { 'aria-hidden': true } : { role: 'img', 'aria-label': t(`state.${state}`) }
  return (
    <svg
      {...label}
      viewBox="0 0 16 16"
      width={size}
      height={size}
      className={classes.icon}
      data-state={state}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: constants from the table above
      dangerouslySetInnerHTML={{ __html: stateShapes[state] }}
    />
  )
}
