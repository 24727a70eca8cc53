import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { uiTexts } from '../ui.i18n.ts'
import classes from './data-table.module.css'

interface SelectionBarProps {
  readonly count: number
  readonly children: ReactNode
  onClear(): void
}

/** Takes the place of the filters while rows are chosen. */
export function SelectionBar({ count, children, onClear }: SelectionBarProps) {
  const t = useTexts(uiTexts)
  return (
    <div className={classes.selection}>
      <span className={classes.selectionCount} role="status">
        {t('table.selected', { count })}
      </span>
      {children}
      <Button variant="subtle" color="gray" ml="auto" onClick={onClear}>
        {t('table.clearSelection')}
      </Button>
    </div>
  )
}
