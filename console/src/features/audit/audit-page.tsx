import { auditOutcomes } from '@bongsu/contract/audit.ts'
import { Button } from '@mantine/core'
import { ScrollText, ShieldCheck } from 'lucide-react'
import { useTexts } from '#lib/i18n.ts'
import { useList } from '#lib/list.ts'
import { periodFilters, usePeriodInput } from '#lib/period.ts'
import { peopleOptions } from '#lib/remote-options.ts'
import { useTableState } from '#lib/table-state.ts'
import { useUrlState } from '#lib/url-state.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { PeriodFilter } from '#ui/period-filter.tsx'
import { RemoteSelect } from '#ui/remote-select.tsx'
import { actionOptions } from './action-options.ts'
import { auditTexts } from './audit.i18n.ts'
import classes from './audit.module.css'
import { useAuditColumns } from './audit-columns.tsx'
import { AuditDetail } from './audit-detail.tsx'
import { useVerification, VerificationResult } from './verification.tsx'

export default function AuditPage() {
  const t = useTexts(auditTexts)
  const table = useTableState({ filters: { q: '', person: '', action: '', outcome: '', ...periodFilters } })
  const list = useList('list-audit', usePeriodInput(table.input))
  const [{ entry }, change] = useUrlState({ entry: 0 })
  const verification = useVerification()
  const columns = useAuditColumns()
  const outcomes = auditOutcomes.map((value) => ({ value, label: t(`outcomes.${value}`) }))
  const show = (id: number) => change({ entry: id }, 'push')
  const verify = (
    <Button
      variant="default"
      leftSection={<ShieldCheck size={16} aria-hidden />}
      loading={verification.isRunning}
      onClick={verification.run}
    >
      {t('verify.action')}
    </Button>
  )
  return (
    <>
      <PageHeader icon={ScrollText} title={t('title')} purpose={t('purpose')} actions={verify} />
      <VerificationResult verification={verification} onShow={show} />
      <DataTable
        id="audit"
        label={t('title')}
        list={list}
        table={table}
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={({ id }) => show(id)}
        empty={<EmptyState icon={ScrollText} title={t('empty')} />}
        filters={
          <FilterBar
            table={table}
            search="q"
            searchLabel={t('search')}
            filters={[{ key: 'outcome', label: t('filters.outcome'), options: outcomes }]}
          >
            <RemoteSelect
              isBare
              className={classes.filter ?? ''}
              label={t('filters.person')}
              options={peopleOptions}
              value={table.filters.person}
              onChange={(person) => table.setFilters({ person })}
            />
            <RemoteSelect
              isBare
              className={classes.filter ?? ''}
              label={t('filters.action')}
              options={actionOptions}
              value={table.filters.action}
              onChange={(action) => table.setFilters({ action })}
            />
            <PeriodFilter table={table} />
          </FilterBar>
        }
      />
      {entry > 0 && (
        <AuditDetail
          id={entry}
          onNarrow={(changes) => table.setFilters(changes)}
          onClose={() => change({ entry: 0 })}
        />
      )}
    </>
  )
}
