import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { SearchX } from 'lucide-react'
import { useMemo } from 'react'
import { queryOf } from '#lib/api.ts'
import { isApiError } from '#lib/api-error.ts'
import { useTexts } from '#lib/i18n.ts'
import { useTimeRange } from '#lib/time-range.ts'
import { Card, CardRow } from '#ui/card.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { incidentSpans } from '#ui/watch/chart-series.ts'
import { OutcomeView } from '#ui/watch/outcome/outcome-view.tsx'
import { TrendSection } from '#ui/watch/trend-section.tsx'
import { UptimeCard } from '#ui/watch/uptime-card.tsx'
import { AvailabilityChart, LatencyChart, PhaseChart } from '#ui/watch/watch-charts.tsx'
import { HowToSignal } from './how-to-signal.tsx'
import { MonitorNews } from './monitor-news.tsx'
import type { Monitor } from './monitor-values.ts'
import { monitorsTexts } from './monitors.i18n.ts'

const hour = 3_600_000

/** What the last look saw in full, and how it went before. */
export function MonitorOverview({ monitor }: { readonly monitor: Monitor }) {
  const t = useTexts(monitorsTexts)
  const { range, from, to, setRange } = useTimeRange()
  const uptime = useQuery({ ...queryOf('get-monitor-uptime', { id: monitor.id }), staleTime: 60_000 })
  const chart = useQuery({
    ...queryOf('get-monitor-chart', { id: monitor.id, range }),
    staleTime: 60_000,
    refetchInterval: 120_000,
  })
  const since = new Date(Math.floor(from / hour) * hour).toISOString()
  const incidents = useQuery({
    ...queryOf('list-incidents', { monitor_id: monitor.id, from: since, page_size: 50 }),
    staleTime: 60_000,
  })
  const spans = useMemo(() => incidentSpans(incidents.data?.items ?? []), [incidents.data])
  const window = { from, to }
  const latest = useLatest(monitor)
  // How much it saw decides where everything below begins.
  if (latest.isLoading) return <Skeleton height={420} radius={10} aria-busy />
  return (
    <>
      <LatestLook monitor={monitor} query={latest} />
      <HowToSignal monitor={monitor} />
      <MonitorNews monitor={monitor} />
      <UptimeCard report={uptime.data} />
      <TrendSection title={t('overview.trend')} range={range} setRange={setRange}>
        <Card>
          <LatencyChart chart={chart.data} window={window} spans={spans} />
        </Card>
        <CardRow min={420}>
          <Card>
            <PhaseChart chart={chart.data} window={window} height={180} />
          </Card>
          <Card>
            <AvailabilityChart chart={chart.data} window={window} spans={spans} height={180} />
          </Card>
        </CardRow>
      </TrendSection>
    </>
  )
}

const useLatest = ({ id, last_checked_at }: Monitor) =>
  useQuery({ ...queryOf('get-result', { id, slot_at: 'latest' }), enabled: last_checked_at !== null })

interface LatestLookProps {
  readonly monitor: Monitor
  readonly query: ReturnType<typeof useLatest>
}

function LatestLook({ monitor, query }: LatestLookProps) {
  const t = useTexts(monitorsTexts)
  const never = monitor.last_checked_at === null || isApiError(query.error, 'not_found')
  return (
    <Card title={t('overview.latest')}>
      {never ? (
        <EmptyState icon={SearchX} title={t('overview.none')} text={t('overview.noneText')} />
      ) : query.error && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data ? (
        <OutcomeView
          outcome={{
            ...query.data,
            checked_at: query.data.slot_at,
            message: query.data.message ?? monitor.last_message,
          }}
        />
      ) : (
        <Skeleton height={160} />
      )}
    </Card>
  )
}
