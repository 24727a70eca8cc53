import { useMay } from '#lib/me.ts'
import { peopleOptions, projectOptions } from '#lib/remote-options.ts'
import { RemoteMultiSelect } from '../../remote-select.tsx'
import { type FieldProps, useFormScope } from '../field.ts'
import { ListField } from './list-field.tsx'

/** Ids of people or projects, chosen by their names. Who may not look people up can still give their numbers. */
export function ReferencesField(props: FieldProps) {
  const { isDisabled } = useFormScope()
  const mayRead = { person: useMay('list-people'), project: useMay('list-projects') }
  const { path, schema, label, help, value, error, isRequired, onChange } = props
  const reference = schema.reference ?? 'project'
  if (!mayRead[reference]) return <ListField {...props} />
  const ids = Array.isArray(value) ? value : Array.isArray(schema.default) ? schema.default : []
  return (
    <RemoteMultiSelect
      name={path}
      label={label}
      description={help}
      error={error}
      isRequired={isRequired}
      isDisabled={isDisabled}
      options={reference === 'person' ? peopleOptions : projectOptions}
      values={ids.map(String)}
      onChange={(values) => onChange(values.map(Number))}
    />
  )
}
