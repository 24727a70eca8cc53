import { pageSizes } from '@bongsu/contract/page.ts'
import { NativeSelect, Pagination } from '@mantine/core'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { uiTexts } from '../ui.i18n.ts'
import classes from './data-table.module.css'
import type { TableControl } from './table-view.ts'

/** Where in the list this page is, how long pages are, and the way to the others. */
export function TableFoot({ table, total }: { readonly table: TableControl; readonly total: number }) {
  const t = useTexts(uiTexts)
  const format = useFormat()
  const { page, pageSize } = table
  const pages = Math.max(1, Math.ceil(total / pageSize))
  const from = Math.min(total, (page - 1) * pageSize + 1)
  const to = Math.min(total, page * pageSize)
  // English has another word for one row, whichever way the number is shown.
  const rows = { count: total, shown: format.number(total) }
  const sizes = pageSizes.map((size) => ({ value: String(size), label: t('table.perPage', { count: size }) }))
  return (
    <div className={classes.foot}>
      <span role="status">
        {pages === 1
          ? t('table.total', rows)
          : t('table.rows', { from: format.number(from), to: format.number(to), shown: format.number(total) })}
      </span>
      {total > pageSizes[0] && (
        <NativeSelect
          size="xs"
          aria-label={t('table.pageSize')}
          data={sizes}
          value={String(pageSize)}
          onChange={(event) => table.setPageSize(Number(event.currentTarget.value))}
        />
      )}
      {pages > 1 && (
        <nav className={classes.pages} aria-label={t('table.pages')}>
          <Pagination
            size="sm"
            total={pages}
            value={Math.min(page, pages)}
            onChange={table.setPage}
            siblings={1}
            getItemProps={(number) => ({ 'aria-label': t('table.page', { page: number }) })}
            getControlProps={(control) => ({ 'aria-label': t(`table.${control}`) })}
          />
        </nav>
      )}
    </div>
  )
}
