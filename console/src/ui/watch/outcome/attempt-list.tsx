import type { Text } from '@bongsu/contract/text.ts'
import { useFormat } from '#lib/format.ts'
import { useText, useTexts } from '#lib/i18n.ts'
import { StateIcon } from '#ui/state-icon.tsx'
import type { Attempt } from './attempts.ts'
import { outcomeTexts } from './outcome.i18n.ts'
import classes from './outcome.module.css'

/** The tries of one look, where it took more than one: what each saw, the last of which decided. */
export function AttemptList({ attempts }: { readonly attempts: readonly Attempt[] }) {
  const t = useTexts(outcomeTexts)
  const read = useText()
  const format = useFormat()
  if (attempts.length < 2) return null
  const words = (message: Text | string) => (typeof message === 'string' ? message : read(message))
  return (
    <section className={classes.part}>
      <div className={classes.partTitle}>{t('attempts')}</div>
      <ol className={classes.attempts}>
        {attempts.map((attempt, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: tries of one look never move
          <li key={index}>
            <StateIcon state={attempt.state} />
            <span className={classes.attemptTime}>{format.time(attempt.ended_at, 'time')}</span>
            <span className={classes.attemptWords}>{words(attempt.message)}</span>
            <span className={classes.phaseTime}>{format.ms(attempt.duration_ms)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
