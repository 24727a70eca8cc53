import { SecretInput } from '../../secret-input.tsx'
import { type FieldProps, useFormScope } from '../field.ts'

/** A sealed value comes back as `{has_secret: true}` or is named in the form's `secrets`; its text never comes back. */
const isSealed = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && (value as { has_secret?: unknown }).has_secret === true

export function SecretField({
  path,
  label,
  help,
  hiddenLabel,
  value,
  error,
  isRequired,
  isNullable,
  onChange,
}: FieldProps) {
  const { secrets } = useFormScope()
  return (
    <SecretInput
      name={path}
      label={hiddenLabel ?? label}
      description={hiddenLabel === undefined ? help : undefined}
      isSet={secrets.has(path) || isSealed(value)}
      value={typeof value === 'string' || value === null ? value : undefined}
      canRemove={isNullable || !isRequired}
      error={error}
      required={isRequired}
      onChange={onChange}
    />
  )
}
