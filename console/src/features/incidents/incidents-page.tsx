import { Siren } from 'lucide-react'
import { useTexts } from '#lib/i18n.ts'
import { useList } from '#lib/list.ts'
import { periodFilters, usePeriodInput } from '#lib/period.ts'
import { projectOptions } from '#lib/remote-options.ts'
import { useTableState } from '#lib/table-state.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { PeriodFilter } from '#ui/period-filter.tsx'
import { RemoteSelect } from '#ui/remote-select.tsx'
import { useIncidentColumns } from './incident-columns.tsx'
import { useIncidentFilters } from './incident-filters.ts'
import { incidentsTexts } from './incidents.i18n.ts'
import classes from './incidents.module.css'
import { useLiveIncidents } from './use-live-incidents.ts'

export default function IncidentsPage() {
  const t = useTexts(incidentsTexts)
  const table = useTableState({ filters: { q: '', state: '', project_id: '', acknowledged: '', ...periodFilters } })
  const list = useList('list-incidents', usePeriodInput(table.input))
  const columns = useIncidentColumns()
  const filters = useIncidentFilters()
  useLiveIncidents()
  return (
    <>
      <PageHeader icon={Siren} title={t('title')} purpose={t('purpose')} />
      <DataTable
        id="incidents"
        label={t('title')}
        list={list}
        table={table}
        columns={columns}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/incidents/${id}`}
        rowMark={({ id }) => `incident:${id}`}
        empty={<EmptyState icon={Siren} title={t('empty.title')} text={t('empty.text')} />}
        filters={
          <FilterBar table={table} search="q" searchLabel={t('search')} filters={filters}>
            <RemoteSelect
              isBare
              className={classes.filter ?? ''}
              label={t('filter.project')}
              options={projectOptions}
              value={table.filters.project_id}
              onChange={(project_id) => table.setFilters({ project_id })}
            />
            <PeriodFilter table={table} />
          </FilterBar>
        }
      />
    </>
  )
}
