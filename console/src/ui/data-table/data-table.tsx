import { useMediaQuery } from '@mantine/hooks'
import { type ReactNode, useState } from 'react'
import { storedJson, storeJson } from '#lib/preferences.ts'
import { EmptyState } from '../empty-state.tsx'
import { ErrorState } from '../error-state.tsx'
import { CardOrder } from './card-order.tsx'
import { type TableLook, visibleColumns } from './column.ts'
import classes from './data-table.module.css'
import { NoMatch } from './no-match.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { TableCards } from './table-cards.tsx'
import { TableFoot } from './table-foot.tsx'
import { TableGrid } from './table-grid.tsx'
import { TableTools } from './table-tools.tsx'
import type { DataTableProps, TableView } from './table-view.ts'

/** Server-paged table: sort, columns, density, selection, export, keyboard; cards on a phone. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { id, list, table, columns, rowKey, bulk, filters } = props
  const [look, setLook] = useTableLook(id)
  const [selected, setSelected] = useState<ReadonlySet<string | number>>(new Set())
  const isPhone = useMediaQuery('(max-width: 640px)', false, { getInitialValueInEffect: false }) ?? false
  const shown = visibleColumns(columns, look)
  const chosen = list.rows.filter((row) => selected.has(rowKey(row)))
  const clear = () => setSelected(new Set())
  const view = {
    ...props,
    columns: shown,
    selected: bulk ? selected : undefined,
    onSelect: setSelected,
    isDense: look.isDense,
  }

  return (
    <div className={classes.root}>
      <div className={classes.bar}>
        {bulk && chosen.length > 0 ? (
          <SelectionBar count={chosen.length} onClear={clear}>
            {bulk(chosen, clear)}
          </SelectionBar>
        ) : (
          <>
            <div className={classes.filters}>{filters}</div>
            <TableTools
              id={id}
              list={list}
              columns={columns}
              shown={shown}
              look={look}
              isExportable={props.isExportable ?? true}
              isPhone={isPhone}
              onLook={setLook}
            />
          </>
        )}
      </div>
      {isPhone && table && list.rows.length > 1 && <CardOrder columns={columns} table={table} />}
      <TableBody view={view} isPhone={isPhone} />
      {table && list.total > 0 && <TableFoot table={table} total={list.total} />}
    </div>
  )
}

function TableBody<Row>({ view, isPhone }: { readonly view: TableView<Row>; readonly isPhone: boolean }) {
  const { list, table, empty, label } = view
  // Stale rows with an age are worth more than an error page: the offline banner tells the age.
  if (list.error && list.rows.length === 0)
    return (
      <Panel>
        <ErrorState error={list.error} onRetry={list.refetch} />
      </Panel>
    )
  if (!list.isPending && list.rows.length === 0) {
    return (
      <Panel>
        {table?.isFiltered ? <NoMatch onClear={table.clearFilters} /> : (empty ?? <EmptyState title={label} />)}
      </Panel>
    )
  }
  return isPhone ? <TableCards view={view} /> : <TableGrid view={view} />
}

const Panel = ({ children }: { readonly children: ReactNode }) => <div className={classes.panel}>{children}</div>

function useTableLook(id: string): [TableLook, (look: TableLook) => void] {
  const key = `table.${id}`
  const [look, setLook] = useState(() => storedJson<TableLook>(key, { columns: {}, isDense: false }))
  return [
    look,
    (next) => {
      setLook(next)
      storeJson(key, next)
    },
  ]
}
