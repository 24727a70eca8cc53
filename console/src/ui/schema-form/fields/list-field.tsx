import { ActionIcon, Button, Input } from '@mantine/core'
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { joinPath } from '#lib/field-path.ts'
import { useTexts } from '#lib/i18n.ts'
import { uiTexts } from '../../ui.i18n.ts'
import { type FieldProps, useFormScope } from '../field.ts'
import { blankOf, readSchema } from '../json-schema.ts'
import classes from '../schema-form.module.css'

/** Values or groups in an order: add, remove, move. */
export function ListField({ path, schema, label, help, hiddenLabel, value, error, isRequired, onChange }: FieldProps) {
  const t = useTexts(uiTexts)
  const { root, Field, isDisabled } = useFormScope()
  const items = (
    Array.isArray(value) ? value : Array.isArray(schema.default) ? schema.default : []
  ) as readonly unknown[]
  const itemSchema = schema.items ?? {}
  const isBlock = ['group', 'variant', 'list', 'map'].includes(readSchema(itemSchema, root).kind)
  const isFull = schema.maxItems !== undefined && items.length >= schema.maxItems

  return (
    <Input.Wrapper
      label={hiddenLabel === undefined ? label : undefined}
      description={help}
      error={error}
      withAsterisk={isRequired}
      labelElement="div"
    >
      <div className={classes.list}>
        {items.map((item, index) => {
          const name = `${label} ${t('form.item', { count: index + 1 })}`
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the place in the list is what names an item
            <div key={index} className={classes.item} data-block={isBlock || undefined}>
              <div className={classes.itemField}>
                <Field
                  path={joinPath(path, index)}
                  name=""
                  schema={itemSchema}
                  value={item}
                  isRequired
                  hiddenLabel={name}
                />
              </div>
              <ItemTools
                name={name}
                isFirst={index === 0}
                isLast={index === items.length - 1}
                onMove={(by) => onChange(moved(items, index, index + by))}
                onRemove={() => onChange(items.filter((_one, other) => other !== index))}
              />
            </div>
          )
        })}
        <Button
          className={classes.add}
          size="compact-sm"
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          disabled={isDisabled || isFull}
          onClick={() => onChange([...items, blankOf(itemSchema, root)])}
          aria-label={`${label} ${t('form.add')}`}
        >
          {t('form.add')}
        </Button>
      </div>
    </Input.Wrapper>
  )
}

function moved(items: readonly unknown[], from: number, to: number): unknown[] {
  const next = [...items]
  next.splice(to, 0, ...next.splice(from, 1))
  return next
}

interface ItemToolsProps {
  readonly name: string
  readonly isFirst: boolean
  readonly isLast: boolean
  onMove(by: -1 | 1): void
  onRemove(): void
}

function ItemTools({ name, isFirst, isLast, onMove, onRemove }: ItemToolsProps) {
  const t = useTexts(uiTexts)
  return (
    <div className={classes.itemTools}>
      <ActionIcon size="md" disabled={isFirst} aria-label={t('form.moveUp', { item: name })} onClick={() => onMove(-1)}>
        <ArrowUp size={15} aria-hidden />
      </ActionIcon>
      <ActionIcon size="md" disabled={isLast} aria-label={t('form.moveDown', { item: name })} onClick={() => onMove(1)}>
        <ArrowDown size={15} aria-hidden />
      </ActionIcon>
      <ActionIcon size="md" aria-label={t('form.remove', { item: name })} onClick={onRemove}>
        <Trash2 size={15} aria-hidden />
      </ActionIcon>
    </div>
  )
}
