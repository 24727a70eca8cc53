import { Select } from '@mantine/core'
import { useMemo } from 'react'
import { emptied, type FieldProps, inputProps, useFormScope } from '../field.ts'
import { placeholderOf } from './placeholder.ts'

const shownZones = 80

/** One of the time zones this browser knows, found by typing. */
export function ZoneField(props: FieldProps) {
  const { isDisabled } = useFormScope()
  const { schema, value, isRequired, onChange } = props
  const zone = typeof value === 'string' && value !== '' ? value : null
  const zones = useMemo(
    () => [...new Set(['Asia/Seoul', 'UTC', ...(zone ? [zone] : []), ...Intl.supportedValuesOf('timeZone')])],
    [zone],
  )
  return (
    <Select
      {...inputProps(props)}
      disabled={isDisabled}
      data={zones}
      value={zone}
      placeholder={placeholderOf(schema)}
      searchable
      limit={shownZones}
      clearable={!isRequired}
      allowDeselect={!isRequired}
      checkIconPosition="right"
      onChange={(next) => onChange(next ?? emptied(props))}
    />
  )
}
