import { Input, SegmentedControl, Select } from '@mantine/core'
import { useLanguage, useTexts } from '#lib/i18n.ts'
import { uiTexts } from '../../ui.i18n.ts'
import { emptied, type FieldProps, inputProps, useFormScope } from '../field.ts'
import { choicesOf, wordsIn } from '../json-schema.ts'
import { roomFor } from './letters.ts'

/** A few short choices stand side by side; more fold into a list. */
const segmentedMost = 4
const segmentedLetters = 36

export function ChoiceField(props: FieldProps) {
  const t = useTexts(uiTexts)
  const { isDisabled } = useFormScope()
  const language = useLanguage()
  const { schema, label, help, hiddenLabel, value, error, isRequired, isNullable, onChange } = props
  const choices = choicesOf(schema)
  const data = choices.map((choice) => ({
    value: String(choice.value),
    label: wordsIn(choice.label, language) ?? String(choice.value),
  }))
  const current = value ?? schema.default
  const set = (text: string | null) =>
    onChange(text === null ? emptied(props) : choices.find((choice) => String(choice.value) === text)?.value)
  const canBeEmpty = isNullable || (!isRequired && schema.default === undefined)
  const letters = roomFor(data.map((choice) => choice.label))

  if (!canBeEmpty && data.length <= segmentedMost && letters <= segmentedLetters) {
    return (
      <Input.Wrapper
        label={hiddenLabel === undefined ? label : undefined}
        description={help}
        error={error}
        withAsterisk={isRequired}
        labelElement="div"
      >
        <div>
          <SegmentedControl
            aria-label={hiddenLabel ?? label}
            disabled={isDisabled}
            data={data}
            value={String(current ?? data[0]?.value ?? '')}
            onChange={set}
          />
        </div>
      </Input.Wrapper>
    )
  }
  return (
    <Select
      {...inputProps(props)}
      disabled={isDisabled}
      data={data}
      value={current === undefined || current === null ? null : String(current)}
      onChange={set}
      clearable={canBeEmpty}
      clearButtonProps={{ 'aria-label': t('form.notSet') }}
      placeholder={t('form.notSet')}
      searchable={data.length > 8}
      checkIconPosition="right"
    />
  )
}
