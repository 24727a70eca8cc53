import { Checkbox, Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useChanged } from '#lib/changed.ts'
import { useTexts } from '#lib/i18n.ts'
import { uiTexts } from '../ui.i18n.ts'
import classes from './data-table.module.css'
import { type TableView, toggled } from './table-view.ts'

/** The same rows on a phone: one card each, title and corner on top, the rest as label and value. */
export function TableCards<Row>({ view }: { readonly view: TableView<Row> }) {
  const { list, label, rowKey } = view
  if (list.isPending) {
    return (
      <div className={classes.cards} aria-busy>
        {[0, 1, 2, 3].map((row) => (
          <Skeleton key={row} height={96} radius={10} />
        ))}
      </div>
    )
  }
  return (
    <ul className={classes.cards} aria-label={label} data-stale={list.isStale || undefined}>
      {list.rows.map((row) => (
        <RowCard key={rowKey(row)} row={row} view={view} />
      ))}
    </ul>
  )
}

function RowCard<Row>({ row, view }: { readonly row: Row; readonly view: TableView<Row> }) {
  const t = useTexts(uiTexts)
  const { columns, rowKey, selected, onSelect, rowMark } = view
  const isChanged = useChanged(rowMark?.(row))
  const title = columns.find((column) => column.card === 'title') ?? columns[0]
  const corner = columns.find((column) => column.card === 'corner')
  const lines = columns.filter((column) => column !== title && column !== corner && column.card !== 'omit')
  return (
    <li className={classes.card} data-changed={isChanged || undefined}>
      <div className={classes.cardTop}>
        {selected && (
          <Checkbox
            aria-label={t('table.selectRow')}
            checked={selected.has(rowKey(row))}
            onChange={() => onSelect(toggled(selected, rowKey(row)))}
          />
        )}
        <div className={classes.cardTitle}>
          <CardLink row={row} view={view}>
            {title?.cell(row)}
          </CardLink>
        </div>
        {corner && <div className={classes.cardCorner}>{corner.cell(row)}</div>}
      </div>
      <dl className={classes.cardLines}>
        {lines.map(({ key, header, isHeaderHidden, cell }) => (
          <div key={key} className={classes.cardLine}>
            <dt className={isHeaderHidden ? 'b-visually-hidden' : undefined}>{header}</dt>
            <dd>{cell(row)}</dd>
          </div>
        ))}
      </dl>
    </li>
  )
}

/** The link covers the whole card, so that a thumb need not aim. */
function CardLink<Row>({
  row,
  view,
  children,
}: {
  readonly row: Row
  readonly view: TableView<Row>
  readonly children: ReactNode
}) {
  const href = view.rowHref?.(row)
  if (href !== undefined) {
    return (
      <Link to={href} className={classes.cardLink}>
        {children}
      </Link>
    )
  }
  if (!view.onOpen) return children
  return (
    <button type="button" className={classes.cardLink} onClick={() => view.onOpen?.(row)}>
      {children}
    </button>
  )
}
