import { Input, Select } from '@mantine/core'
import { useState } from 'react'
import { useLanguage, useTexts } from '#lib/i18n.ts'
import { uiTexts } from '../../ui.i18n.ts'
import { emptied, type FieldProps, useFormScope } from '../field.ts'
import { blankOf, fitting, type JsonSchema, labelOf } from '../json-schema.ts'
import classes from '../schema-form.module.css'

/** One of several shapes that nothing tells apart: the person says which, the field of that shape does the rest. */
export function AlternativeField(props: FieldProps) {
  const t = useTexts(uiTexts)
  const language = useLanguage()
  const { root, Field, isDisabled } = useFormScope()
  const { schema, path, label, help, hiddenLabel, value, error, isRequired, isNullable, onChange } = props
  const options = schema.oneOf ?? []
  const [picked, setPicked] = useState<number>()
  const found = value === undefined || value === null ? -1 : fitting(options, value)
  // What was picked holds as long as the value may be of it; a value from outside says by itself what it is.
  const chosen =
    picked !== undefined && (found === -1 || fitting([options[picked] ?? {}], value) === 0) ? picked : found
  const option = options[chosen]
  const choose = (next: string | null) => {
    const index = next === null ? undefined : Number(next)
    setPicked(index)
    onChange(index === undefined ? emptied(props) : blankOf(options[index] ?? {}, root))
  }
  return (
    <Input.Wrapper
      label={hiddenLabel === undefined ? label : undefined}
      description={help}
      error={error}
      withAsterisk={isRequired}
      labelElement="div"
    >
      <div className={classes.variant}>
        <Select
          aria-label={hiddenLabel ?? label}
          name={path}
          disabled={isDisabled}
          data={options.map((one, index) => ({
            value: String(index),
            label: labelOf(one, shapeWords(one), language),
          }))}
          value={option ? String(chosen) : null}
          onChange={choose}
          clearable={isNullable || !isRequired}
          clearButtonProps={{ 'aria-label': t('form.notSet') }}
          placeholder={t('form.notSet')}
          checkIconPosition="right"
        />
        {option && (
          <Field
            key={chosen}
            path={path}
            name=""
            schema={option}
            value={value}
            isRequired
            hiddenLabel={labelOf(option, shapeWords(option), language)}
          />
        )}
      </div>
    </Input.Wrapper>
  )
}

/** A shape without a title is called by its type, an object by the names in it. */
function shapeWords({ type, properties, items }: JsonSchema): string {
  const names = Object.keys(properties ?? {})
  if (names.length > 0) return `{ ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''} }`
  if (typeof items === 'object') return `${shapeWords(items)}[]`
  return Array.isArray(type) ? type.join(' | ') : String(type ?? 'any')
}
