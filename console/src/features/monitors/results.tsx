import { outcomeStates } from '@bongsu/contract/states.ts'
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Wrench } from 'lucide-react'
import { useMemo } from 'react'
import { call, type InputOf, type OutputOf } from '#lib/api.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import type { ListSource } from '#lib/list.ts'
import { useLiveRefresh } from '#lib/live-refresh.ts'
import { periodFilters, usePeriodInput } from '#lib/period.ts'
import { useTableState } from '#lib/table-state.ts'
import { useUrlState } from '#lib/url-state.ts'
import type { Column } from '#ui/data-table/column.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { PeriodFilter } from '#ui/period-filter.tsx'
import { StateBadge, Tag } from '#ui/state-badge.tsx'
import { uiTexts } from '#ui/ui.i18n.ts'
import type { Monitor } from './monitor-values.ts'
import { monitorsTexts } from './monitors.i18n.ts'
import classes from './monitors.module.css'
import { ResultDrawer } from './result-drawer.tsx'

type Result = OutputOf<'list-results'>['items'][number]
const atOnce = 50

/** Every stored result, newest first, walked with a cursor: there may be millions. One opens beside the list. */
export function Results({ monitor }: { readonly monitor: Monitor }) {
  const t = useTexts(monitorsTexts)
  const states = useTexts(uiTexts)
  const table = useTableState({ filters: { state: '', ...periodFilters } })
  const [{ result: openSlot }, setOpen] = useUrlState({ result: '' })
  const { state, from, to } = usePeriodInput(table.filters)
  const query = useResults({
    id: monitor.id,
    limit: atOnce,
    ...(state ? { state: state as Result['state'] } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
  })
  const columns = useColumns()
  // New results glide in at the top; whoever has gone back in time is left in peace.
  useLiveRefresh(
    ['list-results'],
    ({ type, project_id }) => type === 'status' && project_id === monitor.project_id && query.pageCount <= 1,
    10_000,
  )
  return (
    <>
      <DataTable
        id={`results-${monitor.name}`}
        label={t('tabs.results')}
        list={query.list}
        columns={columns}
        rowKey={(row) => row.slot_at}
        onOpen={(row) => setOpen({ result: row.slot_at })}
        filters={
          <FilterBar
            table={table}
            filters={[
              {
                key: 'state',
                label: t('results.filter'),
                kind: 'segmented',
                options: outcomeStates.map((value) => ({ value, label: states(`state.${value}`) })),
              },
            ]}
          >
            <PeriodFilter table={table} />
          </FilterBar>
        }
        empty={<EmptyState title={t('results.none')} text={t('results.noneText')} />}
      />
      {query.list.rows.length > 0 && (
        <div className={classes.moreResults}>
          {query.hasMore ? (
            <Button variant="default" loading={query.isLoadingMore} onClick={query.loadMore}>
              {t('results.more')}
            </Button>
          ) : (
            <span>{t('results.end')}</span>
          )}
        </div>
      )}
      <ResultDrawer monitorId={monitor.id} slotAt={openSlot} onClose={() => setOpen({ result: '' })} />
    </>
  )
}

function useResults(input: InputOf<'list-results'>) {
  const query = useInfiniteQuery({
    queryKey: ['list-results', input],
    queryFn: ({ pageParam, signal }) =>
      call('list-results', { ...input, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  })
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data])
  const list: ListSource<Result> = {
    rows,
    total: rows.length,
    isPending: query.isPending,
    isStale: false,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    refetch: () => void query.refetch(),
    fetchAll: async () => rows,
  }
  return {
    list,
    pageCount: query.data?.pages.length ?? 0,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
  }
}

function useColumns(): readonly Column<Result>[] {
  const t = useTexts(monitorsTexts)
  const format = useFormat()
  return useMemo(
    () => [
      {
        key: 'slot_at',
        header: t('results.time'),
        width: 190,
        card: 'title',
        text: (row) => row.slot_at,
        cell: (row) => <span className={classes.figure}>{format.time(row.slot_at)}</span>,
      },
      {
        key: 'state',
        header: t('results.state'),
        width: 130,
        card: 'corner',
        text: (row) => row.state,
        cell: (row) => <StateBadge state={row.state} />,
      },
      {
        key: 'duration_ms',
        header: t('results.duration'),
        align: 'end',
        width: 100,
        text: (row) => row.duration_ms,
        cell: (row) => <span className={classes.figure}>{format.ms(row.duration_ms)}</span>,
      },
      {
        key: 'status_code',
        header: t('results.status'),
        align: 'end',
        width: 100,
        choice: 'shown',
        text: (row) => row.status_code,
        cell: (row) => row.status_code ?? '–',
      },
      {
        key: 'attempts',
        header: t('results.attempts'),
        align: 'end',
        width: 80,
        choice: 'shown',
        card: 'omit',
        text: (row) => row.attempts,
        cell: (row) => row.attempts,
      },
      {
        key: 'message',
        header: t('results.message'),
        text: (row) => row.message,
        cell: (row) => <Message result={row} />,
      },
    ],
    [t, format],
  )
}

function Message({ result }: { readonly result: Result }) {
  const t = useTexts(monitorsTexts)
  return (
    <span className={classes.message}>
      {result.is_manual && <Tag>{t('results.manual')}</Tag>}
      {result.in_maintenance && (
        <Wrench size={14} role="img" aria-label={t('results.maintenance')} className={classes.wrench} />
      )}
      <span>{result.message}</span>
    </span>
  )
}
