import { Switch } from '@mantine/core'
import { type FieldProps, useFormScope } from '../field.ts'

export function SwitchField({ path, schema, label, help, hiddenLabel, value, error, onChange }: FieldProps) {
  const { isDisabled } = useFormScope()
  const words = hiddenLabel === undefined ? { label, description: help } : { 'aria-label': hiddenLabel }
  return (
    <Switch
      {...words}
      name={path}
      error={error}
      disabled={isDisabled}
      checked={(value ?? schema.default ?? false) === true}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}
