import { Input, SegmentedControl, Select } from '@mantine/core'
import { useLanguage, useTexts } from '#lib/i18n.ts'
import { uiTexts } from '../../ui.i18n.ts'
import { emptied, type FieldProps, useFormScope } from '../field.ts'
import { FieldList } from '../field-list.tsx'
import { blankVariant, changedVariant, discriminator, helpOf, labelOf } from '../json-schema.ts'
import classes from '../schema-form.module.css'
import { roomFor } from './letters.ts'

const none = ':none'
const segmentedLetters = 44

/** One of several shapes, told apart by a constant; choosing another keeps what both have. */
export function VariantField(props: FieldProps) {
  const t = useTexts(uiTexts)
  const language = useLanguage()
  const { isDisabled } = useFormScope()
  const { schema, path, label, help, hiddenLabel, value, error, isRequired, isNullable, onChange } = props
  const variants = schema.oneOf ?? []
  const key = discriminator(variants) ?? ''
  const keyOf = (variant: (typeof variants)[number]) => String(variant.properties?.[key]?.const)
  const current =
    (value as Record<string, unknown> | null | undefined)?.[key] ??
    (schema.default as Record<string, unknown> | undefined)?.[key]
  const chosen = variants.find((variant) => keyOf(variant) === String(current))
  const canBeAbsent = isNullable || (!isRequired && schema.default === undefined)
  const data = [
    ...(canBeAbsent ? [{ value: none, label: t('form.none') }] : []),
    ...variants.map((variant) => ({ value: keyOf(variant), label: labelOf(variant, keyOf(variant), language) })),
  ]
  const selected = chosen ? keyOf(chosen) : canBeAbsent ? none : null
  const choose = (next: string | null) => {
    const variant = variants.find((candidate) => keyOf(candidate) === next)
    onChange(variant ? changedVariant(variant, value) : emptied(props))
  }
  const letters = roomFor(data.map((choice) => choice.label))
  const name = hiddenLabel ?? label
  const note = chosen && helpOf(chosen, language)

  return (
    <div className={classes.variant}>
      <Input.Wrapper
        label={hiddenLabel === undefined ? label : undefined}
        description={help}
        error={error}
        withAsterisk={isRequired}
        labelElement="div"
      >
        {letters <= segmentedLetters && selected !== null ? (
          <div>
            <SegmentedControl aria-label={name} disabled={isDisabled} data={data} value={selected} onChange={choose} />
          </div>
        ) : (
          <Select
            aria-label={name}
            name={`${path}.${key}`}
            disabled={isDisabled}
            data={data}
            value={selected}
            onChange={choose}
            allowDeselect={false}
            checkIconPosition="right"
            placeholder={t('form.notSet')}
          />
        )}
      </Input.Wrapper>
      {note && <p className={classes.help}>{note}</p>}
      {chosen && <FieldList schema={chosen} path={path} value={value ?? blankVariant(chosen)} omit={key} />}
    </div>
  )
}
