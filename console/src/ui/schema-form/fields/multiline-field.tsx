import { Textarea } from '@mantine/core'
import { emptied, type FieldProps, inputProps, useFormScope } from '../field.ts'
import classes from '../schema-form.module.css'
import { placeholderOf } from './placeholder.ts'

export function MultilineField(props: FieldProps) {
  const { isDisabled } = useFormScope()
  const { schema, value, isRequired, onChange } = props
  return (
    <Textarea
      {...inputProps(props)}
      classNames={{ input: classes.code }}
      disabled={isDisabled}
      value={String(value ?? '')}
      placeholder={placeholderOf(schema)}
      autosize
      minRows={3}
      maxRows={16}
      spellCheck={false}
      onChange={(event) => {
        const next = event.currentTarget.value
        onChange(next === '' && !isRequired ? emptied(props) : next)
      }}
    />
  )
}
