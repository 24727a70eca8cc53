import { Alert, Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { MailCheck, MailWarning } from 'lucide-react'
import { queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { useList } from '#lib/list.ts'
import { useMay } from '#lib/me.ts'
import { periodFilters, usePeriodInput } from '#lib/period.ts'
import { channelOptions, projectOptions } from '#lib/remote-options.ts'
import { useTableState } from '#lib/table-state.ts'
import { useUrlState } from '#lib/url-state.ts'
import { severities } from '#ui/alerts/alert-types.ts'
import { alertTexts } from '#ui/alerts/alerts.i18n.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { PeriodFilter } from '#ui/period-filter.tsx'
import { RemoteSelect } from '#ui/remote-select.tsx'
import { BulkResend } from './bulk-resend.tsx'
import { deliveriesTexts } from './deliveries.i18n.ts'
import classes from './deliveries.module.css'
import { useDeliveryColumns } from './delivery-columns.tsx'
import { DeliveryDetail } from './delivery-detail.tsx'

export default function DeliveriesPage() {
  const t = useTexts(deliveriesTexts)
  const mayResend = useMay('resend-delivery')
  const table = useTableState({
    filters: { state: '', event: '', severity: '', channel: '', project: '', ...periodFilters },
  })
  const { channel, project, ...input } = usePeriodInput(table.input)
  const list = useList('list-deliveries', {
    ...input,
    ...(channel ? { channel_id: channel } : {}),
    ...(project ? { project_id: project } : {}),
  })
  const [{ delivery }, change] = useUrlState({ delivery: '' })
  const columns = useDeliveryColumns()
  const show = (id: string) => change({ delivery: id }, 'push')
  return (
    <>
      <PageHeader icon={MailCheck} title={t('title')} purpose={t('purpose')} />
      <DeadNote isShown={table.filters.state !== 'dead'} onShow={() => table.setFilters({ state: 'dead' })} />
      <DataTable
        id="deliveries"
        label={t('title')}
        list={list}
        table={table}
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={({ id }) => show(id)}
        filters={<Filters table={table} />}
        bulk={mayResend ? (rows, clear) => <BulkResend deliveries={rows} onDone={clear} /> : undefined}
        empty={<EmptyState icon={MailCheck} title={t('empty.title')} text={t('empty.text')} />}
      />
      {delivery !== '' && (
        <DeliveryDetail
          key={delivery}
          id={delivery}
          mayResend={mayResend}
          onShow={show}
          onClose={() => change({ delivery: '' })}
        />
      )}
    </>
  )
}

type Table = ReturnType<
  typeof useTableState<{ state: ''; event: ''; severity: ''; channel: ''; project: ''; period: ''; from: ''; to: '' }>
>

function Filters({ table }: { readonly table: Table }) {
  const t = useTexts(deliveriesTexts)
  const word = useTexts(alertTexts)
  const mayReadProjects = useMay('list-projects')
  const states = Object.keys(alertTexts.ko.states) as (keyof typeof alertTexts.ko.states)[]
  const events = (Object.keys(alertTexts.ko.events) as (keyof typeof alertTexts.ko.events)[]).filter(
    (event) => !notDelivered.has(event),
  )
  return (
    <FilterBar
      table={table}
      filters={[
        {
          key: 'state',
          label: t('filters.state'),
          options: states.map((value) => ({ value, label: word(`states.${value}`) })),
        },
        {
          key: 'event',
          label: t('filters.event'),
          options: events.map((value) => ({ value, label: word(`events.${value}`) })),
        },
        {
          key: 'severity',
          label: t('filters.severity'),
          options: severities.map((value) => ({ value, label: word(`severities.${value}`) })),
        },
      ]}
    >
      <RemoteSelect
        isBare
        className={classes.filter ?? ''}
        label={t('filters.channel')}
        options={channelOptions}
        value={table.filters.channel}
        onChange={(next) => table.setFilters({ channel: next })}
      />
      {mayReadProjects && (
        <RemoteSelect
          isBare
          className={classes.filter ?? ''}
          label={t('filters.project')}
          options={projectOptions}
          value={table.filters.project}
          onChange={(next) => table.setFilters({ project: next })}
        />
      )}
      <PeriodFilter table={table} />
    </FilterBar>
  )
}

/** Told in the notification centre only. */
const notDelivered: ReadonlySet<string> = new Set([
  'account_locked',
  'approval_wanted',
  'job_failed',
  'channel_failing',
  'broadcast',
  'usage',
])

/** What nobody was told of is what one comes here for. */
function DeadNote({ isShown, onShow }: { readonly isShown: boolean; onShow(): void }) {
  const t = useTexts(deliveriesTexts)
  const { data } = useQuery(queryOf('list-deliveries', { state: 'dead', page_size: 1 }))
  if (!isShown || !data || data.total === 0) return null
  return (
    <Alert className={classes.note} color="red" icon={<MailWarning size={18} aria-hidden />}>
      <div className={classes.noteLine}>
        <span>{t('dead', { count: data.total })}</span>
        <Button size="compact-sm" variant="default" onClick={onShow}>
          {t('showDead')}
        </Button>
      </div>
    </Alert>
  )
}
