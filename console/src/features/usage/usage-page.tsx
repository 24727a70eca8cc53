import { Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { History, KeyRound } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { queryOf } from '#lib/api.ts'
import { markChanged } from '#lib/changed.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { useList } from '#lib/list.ts'
import { useMayAccess } from '#lib/me.ts'
import { useNow } from '#lib/now.ts'
import { usePeriodInput } from '#lib/period.ts'
import { useTableState } from '#lib/table-state.ts'
import { useUrlState } from '#lib/url-state.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { KeyFacts, PageHeader } from '#ui/page-header.tsx'
import { useCallColumns } from './call-columns.tsx'
import { CallDetail } from './call-detail.tsx'
import { ExportMenu } from './export-menu.tsx'
import { useSources } from './names.ts'
import { usageTexts } from './usage.i18n.ts'
import { UsageCharts } from './usage-charts.tsx'
import { UsageFilters } from './usage-filters.tsx'
import { type Call, statsInput, type UsageStats, usageFilters } from './usage-input.ts'
import { useLiveUsage } from './use-live-usage.ts'

/** Sums cost the server more than a page of calls, and change less. */
const sumsPaceMs = 15_000

const newestFirst = '-started_at'

export default function UsagePage() {
  const t = useTexts(usageTexts)
  const seesAll = useMayAccess()('usage.read')
  const table = useTableState({ filters: usageFilters, sort: newestFirst })
  const input = usePeriodInput(table.input)
  const list = useList('list-tool-calls', input)
  const stats = useStats(input)
  const [{ call }, change] = useUrlState({ call: 0 })
  const { sources, nameOf } = useSources()
  const columns = useCallColumns(nameOf)
  useLiveUsage(['list-tool-calls'])
  useLiveUsage(['get-usage-stats'], sumsPaceMs)
  useMarkedArrivals(list.rows, table.page === 1 && table.sort === newestFirst && !list.isStale)
  const narrow = (changes: Parameters<typeof table.setFilters>[0]) => {
    change({ call: 0 })
    table.setFilters(changes)
  }
  const { page, page_size, ...exported } = input
  return (
    <>
      <PageHeader
        icon={History}
        title={t('title')}
        purpose={t(seesAll ? 'purpose' : 'purposeOwn')}
        actions={<ExportMenu input={exported} />}
        facts={<Facts stats={stats} />}
      />
      <UsageCharts stats={stats} seesAll={seesAll} onNarrow={(changes) => table.setFilters(changes)} />
      <DataTable
        id="tool-calls"
        label={t('title')}
        list={list}
        table={table}
        columns={columns}
        rowKey={({ id }) => id}
        rowMark={markOf}
        onOpen={({ id }) => change({ call: id }, 'push')}
        isExportable={false}
        filters={<UsageFilters table={table} seesAll={seesAll} sources={sources} />}
        empty={<NoCalls />}
      />
      {call > 0 && <CallDetail id={call} nameOfSource={nameOf} onNarrow={narrow} onClose={() => change({ call: 0 })} />}
    </>
  )
}

/** Sums of what the list shows; the old ones stay until the next have come. */
function useStats(input: Parameters<typeof statsInput>[0]): UsageStats | undefined {
  const now = useNow()
  const { data } = useQuery({
    ...queryOf('get-usage-stats', statsInput(input, now) as never),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })
  return data
}

function Facts({ stats }: { readonly stats: UsageStats | undefined }) {
  const t = useTexts(usageTexts)
  const format = useFormat()
  const share = stats && stats.calls > 0 ? stats.succeeded / stats.calls : null
  return (
    <KeyFacts
      facts={[
        { label: t('facts.calls'), value: format.number(stats?.calls) },
        { label: t('facts.succeeded'), value: format.percent(share, 1) },
        { label: t('facts.failed'), value: format.number(stats?.failed) },
        { label: t('facts.refused'), value: format.number(stats?.refused) },
        { label: t('facts.p50'), value: format.ms(stats?.p50_duration_ms) },
        { label: t('facts.p95'), value: format.ms(stats?.p95_duration_ms) },
      ]}
    />
  )
}

function NoCalls() {
  const t = useTexts(usageTexts)
  return (
    <EmptyState
      icon={History}
      title={t('empty.title')}
      text={t('empty.text')}
      action={
        <Button
          component={Link}
          to="/me"
          search={{ tab: 'tokens' } as never}
          leftSection={<KeyRound size={15} aria-hidden />}
        >
          {t('empty.action')}
        </Button>
      }
    />
  )
}

const markOf = ({ id }: Pick<Call, 'id'>): string => `tool-call:${id}`

/** A call that came while somebody looked is marked for a moment; those that were there already are not. */
function useMarkedArrivals(rows: readonly Call[], isLive: boolean): void {
  const newest = useRef<number>(undefined)
  useEffect(() => {
    if (!isLive || rows.length === 0) return
    const seen = newest.current
    newest.current = Math.max(...rows.map(({ id }) => id))
    if (seen === undefined) return
    for (const row of rows) if (row.id > seen) markChanged(markOf(row))
  }, [rows, isLive])
}
