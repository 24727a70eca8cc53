import type { ReactNode } from 'react'
import type { CsvCell } from '#lib/download.ts'

/** One column of a table. What it shows, how it sorts, and what it says in an export. */
export interface Column<Row> {
  /** Also the sort key the server knows. */
  readonly key: string
  readonly header: string
  /** The header is only said, not shown: a column of buttons. */
  readonly isHeaderHidden?: boolean
  readonly cell: (row: Row) => ReactNode
  /** The plain value for CSV. A column without it is not exported. */
  readonly text?: (row: Row) => CsvCell
  /** Sortable; `desc` when the first click should show the largest first (times, counts). */
  readonly sort?: boolean | 'desc'
  readonly align?: 'start' | 'end'
  /** Any CSS width; columns without one share the rest. */
  readonly width?: number | string
  /** May be switched off by the person (`shown`), or on (`hidden`). Without it the column always shows. */
  readonly choice?: 'shown' | 'hidden'
  /**
   * On a phone a row is a card: its title, the corner beside it, or left out; else a line of label and value. The title
   * column (the first unless said) also carries the link of the row.
   */
  readonly card?: 'title' | 'corner' | 'omit'
}

export interface TableLook {
  /** Columns the person switched on or off, against the default. */
  readonly columns: Readonly<Record<string, boolean>>
  readonly isDense: boolean
}

export const visibleColumns = <Row>(columns: readonly Column<Row>[], look: TableLook): readonly Column<Row>[] =>
  columns.filter(({ key, choice }) => choice === undefined || (look.columns[key] ?? choice === 'shown'))

/** The sort after a click on a column: its natural direction first, then the other. */
export function nextSort(column: Pick<Column<never>, 'key' | 'sort'>, current: string): string {
  const ascending = column.key
  const descending = `-${column.key}`
  const first = column.sort === 'desc' ? descending : ascending
  const second = column.sort === 'desc' ? ascending : descending
  return current === first ? second : first
}

export function sortDirection(key: string, current: string): 'ascending' | 'descending' | 'none' {
  if (current === key) return 'ascending'
  return current === `-${key}` ? 'descending' : 'none'
}
