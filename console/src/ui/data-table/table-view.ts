import type { ReactNode } from 'react'
import type { ListSource } from '#lib/list.ts'
import type { Column } from './column.ts'

/** What the table needs of `useTableState`; a short local list needs none of it. */
export interface TableControl {
  readonly page: number
  readonly pageSize: number
  readonly sort: string
  readonly isFiltered: boolean
  setPage(page: number): void
  setPageSize(size: number): void
  setSort(sort: string): void
  clearFilters(): void
}

export interface DataTableProps<Row> {
  /** Under this name the person's columns and density are kept, and an export is saved. */
  readonly id: string
  /** Said by screen readers: what the rows are. */
  readonly label: string
  readonly list: ListSource<Row>
  readonly table?: TableControl
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row) => string | number
  /** Where a row leads; a click, Enter and the middle button all work. */
  readonly rowHref?: (row: Row) => string
  readonly onOpen?: (row: Row) => void
  /** Key of `markChanged`: the row is marked for two seconds when it is called. */
  readonly rowMark?: (row: Row) => string
  /** Nothing at all (not: nothing matches): what this is for and the first step. */
  readonly empty?: ReactNode
  /** The `FilterBar` of the page. */
  readonly filters?: ReactNode
  /** Buttons for the chosen rows; giving it makes rows choosable. */
  readonly bulk?: (rows: readonly Row[], clear: () => void) => ReactNode
  readonly isExportable?: boolean
}

/** What the parts of a table are given: the page's props, and what the person chose. */
export interface TableView<Row> extends DataTableProps<Row> {
  readonly selected: ReadonlySet<string | number> | undefined
  readonly isDense: boolean
  onSelect(selected: ReadonlySet<string | number>): void
}

export function toggled<Key>(set: ReadonlySet<Key>, key: Key): ReadonlySet<Key> {
  const next = new Set(set)
  if (!next.delete(key)) next.add(key)
  return next
}
