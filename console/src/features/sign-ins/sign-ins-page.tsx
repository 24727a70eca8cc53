import { signInReasons } from '@bongsu/contract/identity.ts'
import { LogIn } from 'lucide-react'
import { useState } from 'react'
import { deviceName } from '#lib/device-name.ts'
import { useTexts } from '#lib/i18n.ts'
import { useList } from '#lib/list.ts'
import { periodFilters, usePeriodInput } from '#lib/period.ts'
import { peopleOptions } from '#lib/remote-options.ts'
import { useTableState } from '#lib/table-state.ts'
import type { Column } from '#ui/data-table/column.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { LogTime } from '#ui/log-time.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { PeriodFilter } from '#ui/period-filter.tsx'
import { RemoteSelect } from '#ui/remote-select.tsx'
import type { SignIn } from './sign-in.ts'
import { SignInDetail } from './sign-in-detail.tsx'
import { Reason, ResultTag, Who } from './sign-in-parts.tsx'
import { signInsTexts } from './sign-ins.i18n.ts'
import classes from './sign-ins.module.css'

export default function SignInsPage() {
  const t = useTexts(signInsTexts)
  const table = useTableState({ filters: { q: '', person: '', result: '', reason: '', ...periodFilters } })
  const list = useList('list-sign-ins', usePeriodInput(table.input))
  const [opened, setOpened] = useState<SignIn>()
  const columns = useColumns()
  const results = (['success', 'refused'] as const).map((value) => ({ value, label: t(`results.${value}`) }))
  const reasons = signInReasons
    .filter((value) => value !== 'ok')
    .map((value) => ({ value, label: t(`reasons.${value}`) }))
  const narrow = (changes: { q?: string; person?: string }) => {
    setOpened(undefined)
    table.setFilters(changes)
  }
  return (
    <>
      <PageHeader icon={LogIn} title={t('title')} purpose={t('purpose')} />
      <DataTable
        id="sign-ins"
        label={t('title')}
        list={list}
        table={table}
        columns={columns}
        rowKey={(row) => row.id}
        onOpen={setOpened}
        empty={<EmptyState icon={LogIn} title={t('empty')} />}
        filters={
          <FilterBar
            table={table}
            search="q"
            searchLabel={t('search')}
            filters={[
              { key: 'result', label: t('filters.result'), options: results, kind: 'segmented' },
              { key: 'reason', label: t('filters.reason'), options: reasons },
            ]}
          >
            <RemoteSelect
              isBare
              className={classes.person ?? ''}
              label={t('filters.person')}
              options={peopleOptions}
              value={table.filters.person}
              onChange={(person) => table.setFilters({ person })}
            />
            <PeriodFilter table={table} />
          </FilterBar>
        }
      />
      {opened && <SignInDetail signIn={opened} onNarrow={narrow} onClose={() => setOpened(undefined)} />}
    </>
  )
}

function useColumns(): readonly Column<SignIn>[] {
  const t = useTexts(signInsTexts)
  return [
    { key: 'at', header: t('columns.at'), cell: (row) => <LogTime at={row.at} />, text: (row) => row.at },
    {
      key: 'result',
      header: t('columns.result'),
      card: 'corner',
      cell: (row) => <ResultTag result={row.result} />,
      text: (row) => t(`results.${row.result}`),
    },
    {
      key: 'who',
      header: t('columns.who'),
      card: 'title',
      cell: (row) => <Who signIn={row} />,
      text: (row) => row.person_name ?? row.login,
    },
    {
      key: 'typed',
      header: t('typed'),
      choice: 'hidden',
      card: 'omit',
      cell: (row) => row.login,
      text: (row) => row.login,
    },
    {
      key: 'reason',
      header: t('columns.reason'),
      cell: (row) => <Reason signIn={row} />,
      text: (row) => t(`reasons.${row.reason}`),
    },
    { key: 'address', header: t('columns.address'), cell: (row) => row.address ?? '–', text: (row) => row.address },
    {
      key: 'device',
      header: t('columns.device'),
      choice: 'shown',
      cell: (row) => deviceName(row.user_agent) ?? '–',
      text: (row) => row.user_agent,
    },
  ]
}
