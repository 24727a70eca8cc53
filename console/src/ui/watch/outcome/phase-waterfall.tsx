import type { Timings } from '@bongsu/contract/outcome.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { outcomeTexts } from './outcome.i18n.ts'
import classes from './outcome.module.css'
import { phaseColors, phasesOf } from './phases.ts'

interface PhaseWaterfallProps {
  readonly timings: Timings | null | undefined
  readonly totalMs: number
}

/** Where the time of one look went: one bar a phase, each beginning where the one before ended. */
export function PhaseWaterfall({ timings, totalMs }: PhaseWaterfallProps) {
  const t = useTexts(outcomeTexts)
  const format = useFormat()
  const phases = phasesOf(timings, totalMs)
  if (phases.length === 0) return null
  return (
    <dl className={classes.waterfall} aria-label={t('phases')}>
      {phases.map(({ name, ms, start, share }) => (
        <div key={name} className={classes.phase}>
          <dt>{t(`phase.${name}`)}</dt>
          <dd className={classes.lane} aria-hidden>
            <i style={{ '--start': start, '--share': share, '--phase': `var(--b-${phaseColors[name]})` }} />
          </dd>
          <dd className={classes.phaseTime}>{format.ms(ms)}</dd>
        </div>
      ))}
    </dl>
  )
}
