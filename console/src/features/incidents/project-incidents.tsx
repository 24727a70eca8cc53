import { useParams } from '@tanstack/react-router'
import { Siren } from 'lucide-react'
import { useTexts } from '#lib/i18n.ts'
import { useList } from '#lib/list.ts'
import { periodFilters, usePeriodInput } from '#lib/period.ts'
import { useTableState } from '#lib/table-state.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { PeriodFilter } from '#ui/period-filter.tsx'
import { useIncidentColumns } from './incident-columns.tsx'
import { useIncidentFilters } from './incident-filters.ts'
import { incidentsTexts } from './incidents.i18n.ts'
import { useLiveIncidents } from './use-live-incidents.ts'

/** The incidents of the project whose page this is shown on. */
export default function ProjectIncidents() {
  const t = useTexts(incidentsTexts)
  const { id } = useParams({ strict: false }) as { id: string }
  const table = useTableState({ filters: { q: '', state: '', acknowledged: '', ...periodFilters } })
  const list = useList('list-incidents', { ...usePeriodInput(table.input), project_id: Number(id) })
  const columns = useIncidentColumns(true)
  useLiveIncidents()
  return (
    <DataTable
      id="project-incidents"
      label={t('title')}
      list={list}
      table={table}
      columns={columns}
      rowKey={(row) => row.id}
      rowHref={(row) => `/incidents/${row.id}`}
      rowMark={(row) => `incident:${row.id}`}
      empty={<EmptyState icon={Siren} title={t('empty.title')} text={t('empty.project')} />}
      filters={
        <FilterBar table={table} search="q" searchLabel={t('search')} filters={useIncidentFilters()}>
          <PeriodFilter table={table} />
        </FilterBar>
      }
    />
  )
}
