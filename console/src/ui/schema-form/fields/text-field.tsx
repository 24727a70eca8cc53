import { TextInput } from '@mantine/core'
import { useLanguage } from '#lib/i18n.ts'
import { emptied, type FieldProps, inputProps, useFormScope } from '../field.ts'
import { wordsIn } from '../json-schema.ts'
import { placeholderOf } from './placeholder.ts'

const inputModes: Readonly<Record<string, 'url' | 'email'>> = { uri: 'url', url: 'url', email: 'email' }

export function TextField(props: FieldProps) {
  const { isDisabled } = useFormScope()
  const language = useLanguage()
  const { schema, value, isRequired, onChange } = props
  return (
    <TextInput
      {...inputProps(props)}
      disabled={isDisabled}
      value={String(value ?? '')}
      placeholder={placeholderOf(schema)}
      inputMode={inputModes[schema.format ?? '']}
      rightSection={wordsIn(schema.unit, language)}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => {
        const next = event.currentTarget.value
        // A required text stays a text, so that the server can say what is wrong with an empty one.
        onChange(next === '' && !isRequired ? emptied(props) : next)
      }}
    />
  )
}
