import { ActionIcon } from '@mantine/core'
import { ArrowDown, ArrowUp, Copy, GripVertical, Trash2 } from 'lucide-react'
import { type DragEvent, type KeyboardEvent, type ReactNode, useState } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { uiTexts } from '../../ui.i18n.ts'
import classes from '../schema-form.module.css'

interface ListItemProps {
  readonly name: string
  readonly number: number
  readonly isBlock: boolean
  /** Two short fields side by side. */
  readonly isPair: boolean
  readonly isFirst: boolean
  readonly isLast: boolean
  readonly isFull: boolean
  readonly isDisabled: boolean
  readonly children: ReactNode
  /** Tells the items of one list from those of another while one is dragged. */
  readonly listId: string
  onMove(by: -1 | 1): void
  /** The item of this number was dropped here. */
  onDrop(number: number): void
  onCopy(): void
  onRemove(): void
}

/** One item with its tools: beside a short one, above one that has fields of its own. */
export function ListItem(props: ListItemProps) {
  const { name, number, isBlock, isPair, isDisabled, children, onMove } = props
  const onKeyDown = (event: KeyboardEvent) => {
    const by = ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key]
    if (!event.altKey || by === undefined || isDisabled) return
    // The innermost list moves, and the arrow does nothing else.
    event.preventDefault()
    event.stopPropagation()
    onMove(by)
  }
  const tools = !isDisabled && <ItemTools {...props} />
  const { isOver, target, grip } = useDragging(props)
  return (
    // biome-ignore lint/a11y/useSemanticElements: the fields of an item may be a fieldset of their own
    <div
      className={classes.item}
      data-item
      data-block={isBlock || undefined}
      data-pair={isPair || undefined}
      role="group"
      aria-label={name}
      data-over={isOver || undefined}
      onKeyDown={onKeyDown}
      {...target}
    >
      {isBlock ? (
        <>
          <div className={classes.itemHead} {...grip}>
            <span className={classes.itemPlace} aria-hidden>
              {!isDisabled && <GripVertical size={14} />}
              <span className={classes.itemNumber}>{number}</span>
            </span>
            {tools}
          </div>
          <div className={classes.itemField}>{children}</div>
        </>
      ) : (
        <>
          <div className={classes.itemField}>{children}</div>
          {tools}
        </>
      )}
    </div>
  )
}

/** With a mouse an item is taken by its head and put down where another one is; the keyboard has Alt and the arrows. */
function useDragging({ listId, number, isBlock, isDisabled, onDrop }: ListItemProps) {
  const [isOver, setOver] = useState(false)
  if (!isBlock || isDisabled) return { isOver: false, target: {}, grip: {} }
  const type = `application/x-bongsu-item-${listId}`.toLowerCase()
  const isOurs = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes(type)
  return {
    isOver,
    grip: {
      draggable: true,
      onDragStart: (event: DragEvent) => {
        event.dataTransfer.setData(type, String(number))
        event.dataTransfer.effectAllowed = 'move'
        // The innermost list moves.
        event.stopPropagation()
      },
    },
    target: {
      onDragOver: (event: DragEvent) => {
        if (!isOurs(event)) return
        event.preventDefault()
        setOver(true)
      },
      onDragLeave: ({ currentTarget, relatedTarget }: DragEvent) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false)
      },
      onDrop: (event: DragEvent) => {
        if (!isOurs(event)) return
        event.preventDefault()
        setOver(false)
        onDrop(Number(event.dataTransfer.getData(type)))
      },
    },
  }
}

function ItemTools({ name, isBlock, isFirst, isLast, isFull, onMove, onCopy, onRemove }: ListItemProps) {
  const t = useTexts(uiTexts)
  return (
    <div className={classes.itemTools}>
      <ActionIcon
        size="md"
        disabled={isFirst}
        aria-label={t('form.moveUp', { item: name })}
        aria-keyshortcuts="Alt+ArrowUp"
        title={t('form.upKeys')}
        onClick={() => onMove(-1)}
      >
        <ArrowUp size={15} aria-hidden />
      </ActionIcon>
      <ActionIcon
        size="md"
        disabled={isLast}
        aria-label={t('form.moveDown', { item: name })}
        aria-keyshortcuts="Alt+ArrowDown"
        title={t('form.downKeys')}
        onClick={() => onMove(1)}
      >
        <ArrowDown size={15} aria-hidden />
      </ActionIcon>
      {isBlock && (
        <ActionIcon size="md" disabled={isFull} aria-label={t('form.copyItem', { item: name })} onClick={onCopy}>
          <Copy size={14} aria-hidden />
        </ActionIcon>
      )}
      <ActionIcon size="md" aria-label={t('form.remove', { item: name })} onClick={onRemove}>
        <Trash2 size={15} aria-hidden />
      </ActionIcon>
    </div>
  )
}
