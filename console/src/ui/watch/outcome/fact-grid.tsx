import { useTexts } from '#lib/i18n.ts'
import { uiTexts } from '#ui/ui.i18n.ts'
import classes from './outcome.module.css'

/** More than this takes a line of its own. */
const shortLetters = 26

/** Many small facts in as many columns as fit; long ones take the whole width. */
export function FactGrid({ facts }: { readonly facts: readonly (readonly [name: string, value: string])[] }) {
  const t = useTexts(uiTexts)
  const isLong = (value: string) => value.length > shortLetters
  // A long one between short ones would tear a hole into the columns.
  const sorted = [...facts.filter(([, value]) => !isLong(value)), ...facts.filter(([, value]) => isLong(value))]
  return (
    <dl className={classes.facts}>
      {sorted.map(([name, value]) => (
        <div key={name} className={classes.fact} data-long={isLong(value) || undefined}>
          <dt>{name}</dt>
          <dd>{value === '' ? t('noValue') : value}</dd>
        </div>
      ))}
    </dl>
  )
}
