import { Switch } from '@mantine/core'
import { emptied, type FieldProps, useFormScope } from '../field.ts'
import { FieldList } from '../field-list.tsx'
import { blankOf } from '../json-schema.ts'
import classes from '../schema-form.module.css'

/** Fields inside a field. One that may be left out has a switch. */
export function GroupField(props: FieldProps) {
  const { schema, path, label, help, hiddenLabel, value, error, isRequired, isNullable, onChange } = props
  const { root, isDisabled } = useFormScope()
  const canBeAbsent = hiddenLabel === undefined && (isNullable || (!isRequired && schema.default === undefined))
  const isPresent = !canBeAbsent || (value !== undefined && value !== null)
  return (
    <fieldset className={hiddenLabel === undefined ? classes.group : classes.bare} disabled={isDisabled}>
      {hiddenLabel === undefined && (
        <div className={classes.groupHead}>
          <div>
            <legend className={classes.legend}>{label}</legend>
            {help && <p className={classes.help}>{help}</p>}
          </div>
          {canBeAbsent && (
            <Switch
              aria-label={label}
              checked={isPresent}
              onChange={(event) =>
                onChange(event.currentTarget.checked ? (blankOf(schema, root) ?? {}) : emptied(props))
              }
            />
          )}
        </div>
      )}
      {error && <p className={classes.error}>{error}</p>}
      {isPresent && <FieldList schema={schema} path={path} value={value} />}
    </fieldset>
  )
}
