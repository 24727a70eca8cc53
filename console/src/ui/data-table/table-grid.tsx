import { Checkbox, Skeleton } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react'
import { useChanged } from '#lib/changed.ts'
import { useTexts } from '#lib/i18n.ts'
import { uiTexts } from '../ui.i18n.ts'
import { type Column, nextSort, sortDirection } from './column.ts'
import classes from './data-table.module.css'
import { type TableControl, type TableView, toggled } from './table-view.ts'

export function TableGrid<Row>({ view }: { readonly view: TableView<Row> }) {
  const { list, label, columns, isDense } = view
  const frame = useRef<HTMLDivElement>(null)
  const isWide = useIsWide(frame, columns.length)
  return (
    <div
      ref={frame}
      className={classes.frame}
      data-wide={isWide || undefined}
      {...(isWide ? { tabIndex: 0, role: 'region', 'aria-label': label } : {})}
    >
      <table
        className={classes.table}
        aria-label={label}
        aria-busy={list.isPending || list.isStale}
        data-dense={isDense || undefined}
        data-stale={list.isStale || undefined}
      >
        <TableHead view={view} />
        {list.isPending ? (
          <SkeletonRows columns={columns} hasSelection={view.selected !== undefined} />
        ) : (
          <TableRows view={view} />
        )}
      </table>
    </div>
  )
}

/**
 * A table that fits scrolls with the page and its head sticks to the top bar. One that does not fit must scroll sideways
 * inside its frame, and a frame that scrolls catches the sticky head: only then the frame gets a height of its own.
 */
function useIsWide(frame: React.RefObject<HTMLDivElement | null>, columnCount: number): boolean {
  const [isWide, setWide] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another set of columns has another width
  useEffect(() => {
    const element = frame.current
    if (!element || typeof ResizeObserver === 'undefined') return
    const measure = () => setWide(element.scrollWidth > element.clientWidth + 1)
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [frame, columnCount])
  return isWide
}

function TableHead<Row>({ view }: { readonly view: TableView<Row> }) {
  const t = useTexts(uiTexts)
  const { columns, table, selected, list, rowKey, onSelect } = view
  const keys = list.rows.map(rowKey)
  const count = keys.filter((key) => selected?.has(key)).length
  return (
    <thead>
      <tr>
        {selected && (
          <th className={classes.selectCell}>
            <Checkbox
              size="xs"
              aria-label={t('table.selectAll')}
              checked={count > 0 && count === keys.length}
              indeterminate={count > 0 && count < keys.length}
              onChange={() => onSelect(new Set(count === keys.length ? [] : keys))}
            />
          </th>
        )}
        {columns.map((column) => (
          <HeadCell key={column.key} column={column} table={table} />
        ))}
      </tr>
    </thead>
  )
}

function HeadCell<Row>({ column, table }: { readonly column: Column<Row>; readonly table: TableControl | undefined }) {
  const t = useTexts(uiTexts)
  const style = column.width === undefined ? undefined : { width: column.width }
  if (!column.sort || !table) {
    return (
      <th scope="col" data-align={column.align} style={style}>
        {column.isHeaderHidden ? <span className="b-visually-hidden">{column.header}</span> : column.header}
      </th>
    )
  }
  const direction = sortDirection(column.key, table.sort)
  const Icon = direction === 'none' ? ChevronsUpDown : direction === 'ascending' ? ArrowUp : ArrowDown
  return (
    <th scope="col" data-align={column.align} style={style} aria-sort={direction}>
      <button
        type="button"
        className={classes.sort}
        data-active={direction !== 'none' || undefined}
        title={t('table.sortBy', { column: column.header })}
        onClick={() => table.setSort(nextSort(column, table.sort))}
      >
        {column.header}
        <Icon size={13} aria-hidden />
      </button>
    </th>
  )
}

const skeletonRows = 8

/** Rows of the true height and columns of the true width, so that nothing moves when the data comes. */
function SkeletonRows<Row>({
  columns,
  hasSelection,
}: {
  readonly columns: readonly Column<Row>[]
  readonly hasSelection: boolean
}) {
  return (
    <tbody aria-hidden>
      {Array.from({ length: skeletonRows }, (_row, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <tr key={row}>
          {hasSelection && <td className={classes.selectCell} />}
          {columns.map((column, index) => (
            <td key={column.key} data-align={column.align}>
              <Skeleton height={12} width={`${40 + ((row * 7 + index * 13) % 5) * 10}%`} display="inline-block" />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  )
}

/** One row is in the tab order; arrows, Home and End move it, Enter opens, Space chooses. */
function TableRows<Row>({ view }: { readonly view: TableView<Row> }) {
  const body = useRef<HTMLTableSectionElement>(null)
  const [current, setCurrent] = useState(0)
  const { list, rowKey } = view
  const last = list.rows.length - 1

  const onKeyDown = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    const row = (event.target as HTMLElement).closest('tr')
    if (!row || event.target !== row) return
    const index = [...event.currentTarget.rows].indexOf(row)
    const next = { ArrowDown: Math.min(last, index + 1), ArrowUp: Math.max(0, index - 1), Home: 0, End: last }[
      event.key
    ]
    if (next === undefined) return
    event.preventDefault()
    setCurrent(next)
    body.current?.rows[next]?.focus()
  }

  return (
    <tbody ref={body} onKeyDown={onKeyDown}>
      {list.rows.map((row, index) => (
        <TableRow
          key={rowKey(row)}
          row={row}
          view={view}
          isCurrent={index === Math.min(current, last)}
          onFocus={() => setCurrent(index)}
        />
      ))}
    </tbody>
  )
}

interface TableRowProps<Row> {
  readonly row: Row
  readonly view: TableView<Row>
  readonly isCurrent: boolean
  onFocus(): void
}

function TableRow<Row>({ row, view, isCurrent, onFocus }: TableRowProps<Row>) {
  const t = useTexts(uiTexts)
  const { columns, rowKey, selected, onSelect, rowHref, onOpen, rowMark } = view
  const isChanged = useChanged(rowMark?.(row))
  const navigate = useNavigate()
  const key = rowKey(row)
  const href = rowHref?.(row)
  const titleColumn = columns.find((column) => column.card === 'title') ?? columns[0]
  const isOpenable = href !== undefined || onOpen !== undefined
  const open = () => (href === undefined ? onOpen?.(row) : void navigate({ to: href }))
  const toggle = () => onSelect(toggled(selected ?? new Set(), key))

  const onClick = (event: MouseEvent<HTMLElement>) => {
    // Buttons, links and boxes inside the row keep their own clicks, and selecting text is not a click.
    if ((event.target as HTMLElement).closest('a,button,input,label,[role=menuitem],[role=slider]')) return
    if (window.getSelection()?.toString()) return
    open()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return
    if (event.key === 'Enter' && isOpenable) open()
    else if (event.key === ' ' && selected) {
      event.preventDefault()
      toggle()
    }
  }

  return (
    <tr
      tabIndex={isCurrent && (isOpenable || selected) ? 0 : -1}
      data-openable={isOpenable || undefined}
      data-selected={selected?.has(key) || undefined}
      data-changed={isChanged || undefined}
      onFocus={onFocus}
      onClick={isOpenable ? onClick : undefined}
      onKeyDown={onKeyDown}
    >
      {selected && (
        <td className={classes.selectCell}>
          <Checkbox
            size="xs"
            aria-label={t('table.selectRow')}
            checked={selected.has(key)}
            onChange={toggle}
            tabIndex={-1}
          />
        </td>
      )}
      {columns.map((column) => (
        <td key={column.key} data-align={column.align}>
          {column === titleColumn && href !== undefined ? (
            <Link to={href} className={classes.rowLink} tabIndex={-1}>
              {column.cell(row)}
            </Link>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
    </tr>
  )
}
