import { NativeSelect } from '@mantine/core'
import { useTexts } from '#lib/i18n.ts'
import { uiTexts } from '../ui.i18n.ts'
import type { Column } from './column.ts'
import classes from './data-table.module.css'
import type { TableControl } from './table-view.ts'

interface CardOrderProps<Row> {
  readonly columns: readonly Column<Row>[]
  readonly table: TableControl
}

/** Cards have no heads to click: the order of the list is chosen here. */
export function CardOrder<Row>({ columns, table }: CardOrderProps<Row>) {
  const t = useTexts(uiTexts)
  const sortable = columns.filter(({ sort }) => sort !== undefined && sort !== false)
  if (sortable.length === 0) return null
  const data = sortable.flatMap(({ key, header, sort }) => {
    const both = [
      { value: key, label: t('table.orderUp', { column: header }) },
      { value: `-${key}`, label: t('table.orderDown', { column: header }) },
    ]
    return sort === 'desc' ? both.toReversed() : both
  })
  // Some lists have an order of their own, which no column stands for.
  const isKnown = data.some(({ value }) => value === table.sort)
  return (
    <NativeSelect
      className={classes.order}
      size="xs"
      aria-label={t('table.order')}
      data={isKnown ? data : [{ value: table.sort, label: t('table.order') }, ...data]}
      value={table.sort}
      onChange={(event) => table.setSort(event.currentTarget.value)}
    />
  )
}
