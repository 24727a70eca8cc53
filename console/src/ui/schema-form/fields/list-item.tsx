import { ActionIcon } from '@mantine/core'
import { ArrowDown, ArrowUp, Copy, Trash2 } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
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
  onMove(by: -1 | 1): void
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
  return (
    // biome-ignore lint/a11y/useSemanticElements: the fields of an item may be a fieldset of their own
    <div
      className={classes.item}
      data-item
      data-block={isBlock || undefined}
      data-pair={isPair || undefined}
      role="group"
      aria-label={name}
      onKeyDown={onKeyDown}
    >
      {isBlock ? (
        <>
          <div className={classes.itemHead}>
            <span className={classes.itemNumber} aria-hidden>
              {number}
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
