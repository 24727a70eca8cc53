import { NumberInput } from '@mantine/core'
import { useFormat } from '#lib/format.ts'
import { useLanguage } from '#lib/i18n.ts'
import { emptied, type FieldProps, inputProps, useFormScope } from '../field.ts'
import { type JsonSchema, wordsIn } from '../json-schema.ts'
import classes from '../schema-form.module.css'
import { placeholderOf } from './placeholder.ts'

/** Room for the widest letter, which is a Hangul syllable. */
const unitLetterPx = 13
const lastPort = 65_535

export function NumberField(props: FieldProps) {
  const unit = wordsIn(props.schema.unit, useLanguage())
  const { isDisabled } = useFormScope()
  const range = useRange(props.schema)
  const { schema, value, help, hiddenLabel, onChange } = props
  const described = hiddenLabel === undefined ? { description: withRange(help, range) } : {}
  return (
    <NumberInput
      {...inputProps(props)}
      {...described}
      disabled={isDisabled}
      value={typeof value === 'number' ? value : ''}
      placeholder={placeholderOf(schema)}
      allowDecimal={schema.type !== 'integer'}
      // The server refuses what is out of range, with its own words; silently changing what somebody typed is worse.
      clampBehavior="none"
      // A port is a name made of digits, not a quantity.
      thousandSeparator={schema.maximum === lastPort ? '' : ','}
      hideControls
      {...(unit
        ? {
            rightSection: <span className={classes.unit}>{unit}</span>,
            rightSectionWidth: 16 + [...unit].length * unitLetterPx,
          }
        : {})}
      onChange={(next) => onChange(typeof next === 'number' ? next : next === '' ? emptied(props) : Number(next))}
    />
  )
}

const bound = (sign: string, limit: number | undefined, format: ReturnType<typeof useFormat>): string | undefined =>
  isTold(limit) ? `${sign} ${format.number(limit)}` : undefined

/** A sentence ends by itself; anything else is set apart. */
const withRange = (help: string | undefined, range: string | undefined): string | undefined =>
  help && range ? `${help}${/[.!?]$/.test(help) ? ' ' : ' · '}${range}` : help || range

/** Whole numbers of the language itself are no limit worth telling. */
const isTold = (limit: number | undefined): limit is number =>
  limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER

function useRange({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string | undefined {
  const format = useFormat()
  if (isTold(exclusiveMinimum) || isTold(exclusiveMaximum)) {
    const low = isTold(exclusiveMinimum) ? `> ${format.number(exclusiveMinimum)}` : undefined
    const high = isTold(exclusiveMaximum) ? `< ${format.number(exclusiveMaximum)}` : undefined
    return [low ?? bound('≥', minimum, format), high ?? bound('≤', maximum, format)].filter(Boolean).join(', ')
  }
  if (isTold(minimum) && isTold(maximum)) return `${format.number(minimum)}–${format.number(maximum)}`
  if (isTold(minimum)) return minimum === 0 ? undefined : `≥ ${format.number(minimum)}`
  return isTold(maximum) ? `≤ ${format.number(maximum)}` : undefined
}
