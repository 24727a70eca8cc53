import { MultiSelect } from '@mantine/core'
import { useLanguage } from '#lib/i18n.ts'
import { type FieldProps, inputProps, useFormScope } from '../field.ts'
import { choicesOf, itemsOf, readSchema, wordsIn } from '../json-schema.ts'

/** Several values out of a fixed set. */
export function ChoicesField(props: FieldProps) {
  const { isDisabled, root } = useFormScope()
  const language = useLanguage()
  const { schema, value, onChange } = props
  const choices = choicesOf(readSchema(itemsOf(schema), root).schema)
  const chosen = (value ?? schema.default ?? []) as readonly (string | number)[]
  return (
    <MultiSelect
      {...inputProps(props)}
      disabled={isDisabled}
      data={choices.map((choice) => ({
        value: String(choice.value),
        label: wordsIn(choice.label, language) ?? String(choice.value),
      }))}
      value={chosen.map(String)}
      onChange={(texts) =>
        onChange(choices.filter((choice) => texts.includes(String(choice.value))).map((choice) => choice.value))
      }
      searchable={choices.length > 8}
      hidePickedOptions
    />
  )
}
