import type { OutputOf } from '#lib/api.ts'
import { deviceName } from '#lib/device-name.ts'
import { useTexts } from '#lib/i18n.ts'
import { useList } from '#lib/list.ts'
import { useTableState } from '#lib/table-state.ts'
import type { Column } from '#ui/data-table/column.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { RelativeTime } from '#ui/relative-time.tsx'
import { Tag } from '#ui/state-badge.tsx'
import { myPageTexts } from './my-page.i18n.ts'

type SignIn = OutputOf<'list-my-sign-ins'>['items'][number]

/** Who tried to get in as me, also without success. */
export function SignIns() {
  const t = useTexts(myPageTexts)
  const table = useTableState({ filters: { q: '', result: '' } })
  const list = useList('list-my-sign-ins', table.input)
  const results = (['success', 'refused'] as const).map((value) => ({ value, label: t(`signIns.${value}`) }))
  const columns: readonly Column<SignIn>[] = [
    { key: 'at', header: t('signIns.at'), cell: (row) => <RelativeTime at={row.at} />, text: (row) => row.at },
    {
      key: 'result',
      header: t('signIns.result'),
      card: 'corner',
      cell: (row) => <Tag tone={row.result === 'success' ? 'up' : 'down'}>{t(`signIns.${row.result}`)}</Tag>,
      text: (row) => row.result,
    },
    {
      key: 'reason',
      header: t('signIns.reason'),
      card: 'title',
      cell: (row) => row.message,
      text: (row) => row.message,
    },
    { key: 'address', header: t('signIns.address'), cell: (row) => row.address ?? '–', text: (row) => row.address },
    {
      key: 'device',
      header: t('signIns.device'),
      choice: 'shown',
      cell: (row) => deviceName(row.user_agent) ?? '–',
      text: (row) => row.user_agent,
    },
  ]
  return (
    <DataTable
      id="my-sign-ins"
      label={t('tabs.signIns')}
      list={list}
      table={table}
      columns={columns}
      rowKey={(row) => row.id}
      filters={
        <FilterBar
          table={table}
          search="q"
          searchLabel={t('signIns.search')}
          filters={[{ key: 'result', label: t('signIns.result'), options: results, kind: 'segmented' }]}
        />
      }
    />
  )
}
