import { ActionIcon, Button, Input, TextInput } from '@mantine/core'
import { Plus, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { joinPath } from '#lib/field-path.ts'
import { useTexts } from '#lib/i18n.ts'
import { uiTexts } from '../../ui.i18n.ts'
import { type FieldProps, useFormScope } from '../field.ts'
import { blankOf, type JsonSchema } from '../json-schema.ts'
import classes from '../schema-form.module.css'

/**
 * Names and values, such as headers. The names on screen are kept here: while somebody types, two may be equal or one
 * empty, which an object cannot hold.
 */
export function MapField({ path, schema, label, help, hiddenLabel, value, error, isRequired, onChange }: FieldProps) {
  const t = useTexts(uiTexts)
  const { root, Field, isDisabled } = useFormScope()
  const valueSchema = schema.additionalProperties as JsonSchema
  const map = (value ?? schema.default ?? {}) as Readonly<Record<string, unknown>>
  const [names, setNames] = useNames(map)

  const rename = (index: number, name: string) => {
    const next = names.with(index, name)
    setNames(next)
    onChange(
      rebuilt(
        next,
        (other) => (other === index ? map[names[index] ?? ''] : map[names[other] ?? '']) ?? blankOf(valueSchema, root),
      ),
    )
  }
  const remove = (index: number) => {
    const next = names.toSpliced(index, 1)
    setNames(next)
    onChange(rebuilt(next, (other) => map[next[other] ?? '']))
  }

  return (
    <Input.Wrapper
      label={hiddenLabel === undefined ? label : undefined}
      description={help}
      error={error}
      withAsterisk={isRequired}
      labelElement="div"
    >
      <div className={classes.list}>
        {names.map((name, index) => {
          const said = name || t('form.item', { count: index + 1 })
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the name changes while it is typed
            <div key={index} className={classes.item}>
              <TextInput
                className={classes.mapKey}
                aria-label={`${label} ${t('form.key')} ${index + 1}`}
                placeholder={t('form.key')}
                disabled={isDisabled}
                value={name}
                spellCheck={false}
                onChange={(event) => rename(index, event.currentTarget.value)}
              />
              <div className={classes.itemField}>
                <Field
                  path={joinPath(path, name)}
                  name={name}
                  schema={valueSchema}
                  value={map[name]}
                  isRequired={false}
                  hiddenLabel={`${said} ${t('form.value')}`}
                />
              </div>
              <ActionIcon
                size="md"
                className={classes.mapRemove}
                aria-label={t('form.remove', { item: said })}
                onClick={() => remove(index)}
              >
                <Trash2 size={15} aria-hidden />
              </ActionIcon>
            </div>
          )
        })}
        <Button
          className={classes.add}
          size="compact-sm"
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          disabled={isDisabled}
          aria-label={`${label} ${t('form.add')}`}
          onClick={() => setNames([...names, ''])}
        >
          {t('form.add')}
        </Button>
      </div>
    </Input.Wrapper>
  )
}

/** The names as typed; replaced when the object changes from outside (an example, a reset). */
function useNames(map: Readonly<Record<string, unknown>>): [readonly string[], (names: readonly string[]) => void] {
  const [names, setNames] = useState<readonly string[]>(() => Object.keys(map))
  const key = Object.keys(map).join('\n')
  const told = useRef(key)
  if (told.current !== key) {
    told.current = key
    const shown = [...new Set(names.filter(Boolean))].toSorted().join('\n')
    if (shown !== Object.keys(map).toSorted().join('\n')) {
      setNames(Object.keys(map))
      return [Object.keys(map), setNames]
    }
  }
  return [names, setNames]
}

function rebuilt(names: readonly string[], valueAt: (index: number) => unknown): Record<string, unknown> {
  const map: Record<string, unknown> = {}
  for (const [index, name] of names.entries()) if (name !== '' && !(name in map)) map[name] = valueAt(index) ?? ''
  return map
}
