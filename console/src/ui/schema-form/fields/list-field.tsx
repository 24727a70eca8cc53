import { Button, Input } from '@mantine/core'
import { Plus } from 'lucide-react'
import { useId } from 'react'
import { joinPath } from '#lib/field-path.ts'
import { useTexts } from '#lib/i18n.ts'
import { uiTexts } from '../../ui.i18n.ts'
import { type FieldProps, useFormScope } from '../field.ts'
import { blankOf, type FieldKind, itemsOf, type JsonSchema, readSchema } from '../json-schema.ts'
import classes from '../schema-form.module.css'
import { useListFocus } from './list-focus.ts'
import { ListItem } from './list-item.tsx'

/** What needs more room than a line stands in a frame of its own. */
const blockKinds: ReadonlySet<FieldKind> = new Set(['group', 'variant', 'list', 'map', 'json', 'multiline'])

/** What stands in half a line. */
const lineKinds: ReadonlySet<FieldKind> = new Set(['text', 'secret', 'number', 'choice', 'scalar', 'fixed'])

/** Values or groups in an order: add, remove, copy, move, with the pointer or the keyboard (Alt and the arrows). */
export function ListField({ path, schema, label, help, hiddenLabel, value, error, isRequired, onChange }: FieldProps) {
  const t = useTexts(uiTexts)
  const { root, Field, isDisabled, rearrange } = useFormScope()
  const focus = useListFocus()
  const listId = useId()
  const items = (
    Array.isArray(value) ? value : Array.isArray(schema.default) ? schema.default : []
  ) as readonly unknown[]
  const itemSchema = itemsOf(schema)
  const isPair = isPairOf(itemSchema, root)
  const isBlock = !isPair && blockKinds.has(readSchema(itemSchema, root).kind)
  const isFull = schema.maxItems !== undefined && items.length >= schema.maxItems
  const nameOf = (index: number) => `${label} ${t('form.item', { count: index + 1 })}`

  const move = (from: number, to: number) => {
    if (from === to || to < 0 || to >= items.length) return
    focus.follow(from, to, t('form.moved', { item: nameOf(from), to: to + 1 }))
    rearrange(path, (index) => placeAfterMove(index, from, to))
    onChange(moved(items, from, to))
  }
  const remove = (index: number) => {
    focus.afterRemoval(index, items.length - 1, t('form.removed', { item: nameOf(index) }))
    rearrange(path, (other) => (other === index ? null : other > index ? other - 1 : other))
    onChange(items.toSpliced(index, 1))
  }
  const insert = (index: number, item: unknown) => {
    focus.enter(index)
    rearrange(path, (other) => (other >= index ? other + 1 : other))
    onChange(items.toSpliced(index, 0, item))
  }

  return (
    <Input.Wrapper
      label={hiddenLabel === undefined ? label : undefined}
      description={help}
      error={error}
      withAsterisk={isRequired}
      labelElement="div"
    >
      <div className={classes.list} ref={focus.list} data-blocks={isBlock || undefined}>
        {items.map((item, index) => (
          <ListItem
            // biome-ignore lint/suspicious/noArrayIndexKey: the place in the list is what names an item
            key={index}
            name={nameOf(index)}
            number={index + 1}
            isBlock={isBlock}
            isPair={isPair}
            isFirst={index === 0}
            isLast={index === items.length - 1}
            isFull={isFull}
            isDisabled={isDisabled}
            listId={listId}
            onMove={(by) => move(index, index + by)}
            onDrop={(number) => move(number - 1, index)}
            onCopy={() => insert(index + 1, structuredClone(item))}
            onRemove={() => remove(index)}
          >
            <Field
              path={joinPath(path, index)}
              name=""
              schema={itemSchema}
              value={item}
              isRequired
              hiddenLabel={nameOf(index)}
            />
          </ListItem>
        ))}
        <Button
          className={classes.add}
          size="compact-sm"
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          disabled={isDisabled || isFull}
          data-add
          onClick={() => insert(items.length, blankOf(itemSchema, root))}
          aria-label={`${label} ${t('form.add')}`}
        >
          {t('form.add')}
        </Button>
        <span className="b-visually-hidden" role="status">
          {focus.said}
        </span>
      </div>
    </Input.Wrapper>
  )
}

/** A name and its value need no frame of their own. */
function isPairOf(schema: JsonSchema, root: JsonSchema): boolean {
  const read = readSchema(schema, root)
  if (read.kind !== 'group') return false
  const asked = Object.values(read.schema.properties ?? {}).map((property) => readSchema(property, root))
  const isShort = ({ kind, schema }: (typeof asked)[number]) =>
    lineKinds.has(kind) && !schema.advanced && !schema.section
  return asked.length <= 2 && asked.every(isShort)
}

/** Everything between the two places makes room by one. */
function placeAfterMove(index: number, from: number, to: number): number {
  if (index === from) return to
  if (from < to) return index > from && index <= to ? index - 1 : index
  return index >= to && index < from ? index + 1 : index
}

const moved = (items: readonly unknown[], from: number, to: number): unknown[] =>
  items.toSpliced(from, 1).toSpliced(to, 0, items[from])
