import type { Level } from '@bongsu/contract/evidence.ts'
import { useTexts } from '#lib/i18n.ts'
import { StateIcon } from '#ui/state-icon.tsx'
import { outcomeTexts } from './outcome.i18n.ts'
import classes from './rated.module.css'

const shapes = { good: 'up', warn: 'degraded', bad: 'down' } as const

/** How good something is, by colour and shape, and in a word for those who see neither. */
export function LevelMark({ level, size = 11 }: { readonly level: Level; readonly size?: number }) {
  const t = useTexts(outcomeTexts)
  return (
    <span className={classes.mark}>
      <StateIcon state={shapes[level]} size={size} decorative />
      <span className="b-visually-hidden">{t(`level.${level}`)}</span>
    </span>
  )
}
