import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { LayoutDashboard, Plus } from 'lucide-react'
import { Suspense, useEffect, useState } from 'react'
import { queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { useWatchedTopic } from '#lib/live.ts'
import { useLiveRefresh } from '#lib/live-refresh.ts'
import { useMay } from '#lib/me.ts'
import { useSlot } from '#lib/slots.ts'
import { useTimeRange } from '#lib/time-range.ts'
import { Card, CardRow } from '#ui/card.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { TrendSection } from '#ui/watch/trend-section.tsx'
import { AvailabilityChart, LatencyChart } from '#ui/watch/watch-charts.tsx'
import { Attention } from './attention.tsx'
import { Changes } from './changes.tsx'
import { dashboardTexts } from './dashboard.i18n.ts'
import classes from './dashboard.module.css'
import { Figures } from './figures.tsx'
import { Guide, settledProjects } from './guide/guide.tsx'
import { HealthChips } from './health-chips.tsx'
import { ProjectGrid } from './project-grid.tsx'
import { useDeadDeliveries, useScheduler } from './use-health.ts'

/** What is wrong first, then how everything is, then how it went. */
export default function DashboardPage() {
  const t = useTexts(dashboardTexts)
  const mayAdd = useMay('create-project')
  const summary = useQuery({ ...queryOf('get-dashboard-summary'), refetchInterval: 60_000 })
  useWatchedTopic('dashboard')
  // The summary itself is kept fresh on every page: see overall-state.tsx.
  useLiveRefresh(['list-projects', 'list-state-changes'], ({ type }) => type === 'dashboard')
  const total = summary.data ? Object.values(summary.data.projects).reduce((sum, count) => sum + count, 0) : undefined
  // What needs attention comes from three places. Shown one by one, each would push down what is below; one that is
  // late or fails must not hold up the others.
  const scheduler = useScheduler()
  const deliveries = useDeadDeliveries()
  const isLate = useIsLate()
  const isKnown = summary.data !== undefined && (isLate || (!scheduler.isFirstTry && !deliveries.isFirstTry))
  const isHeld = !isKnown && !summary.error
  const isAtHome = (total ?? 0) >= settledProjects
  const add = mayAdd && (
    <Button component={Link} to="/projects/new" leftSection={<Plus size={15} aria-hidden />}>
      {t('add')}
    </Button>
  )
  return (
    <>
      <PageHeader
        icon={LayoutDashboard}
        title={t('title')}
        purpose={t('purpose')}
        actions={add}
        facts={<HealthChips />}
      />
      {summary.error && !summary.data && <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />}
      {total === 0 && (
        <>
          <Guide projectCount={total} />
          <Elsewhere />
        </>
      )}
      {isHeld && <Waiting />}
      {total !== 0 && (
        // What is below asks for its data meanwhile, but takes its place only once nothing above can push it away.
        <div hidden={isHeld}>
          <div className={classes.stack}>
            {isKnown && (
              <>
                <Attention summary={summary.data} />
                {!isAtHome && <Guide projectCount={total} />}
                <Figures summary={summary.data} />
              </>
            )}
            <ProjectGrid total={total} />
            {isAtHome && <Guide projectCount={total} />}
          </div>
          <Trends />
          <Elsewhere />
          <Changes />
        </div>
      )}
    </>
  )
}

/** What other features have to show here, also to those who watch nothing and only use tools. */
const Elsewhere = () =>
  useSlot('dashboard').map(({ key, Item }) => (
    <Suspense key={key} fallback={<Skeleton height={560} mt="lg" radius={10} />}>
      <Item />
    </Suspense>
  ))

/** The shape of what comes: what needs attention, the figures, the projects. */
const Waiting = () => (
  <div className={classes.stack} aria-busy>
    {[220, 84, 240].map((height) => (
      <Skeleton key={height} height={height} radius={10} />
    ))}
  </div>
)

const patienceMs = 2000

/** True once the page has been there for a moment. */
function useIsLate(): boolean {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patienceMs)
    return () => clearTimeout(timer)
  }, [])
  return isLate
}

function Trends() {
  const t = useTexts(dashboardTexts)
  const { range, from, to, setRange } = useTimeRange()
  const { data } = useQuery({
    ...queryOf('get-dashboard-chart', { range }),
    staleTime: 60_000,
    refetchInterval: 120_000,
  })
  const window = { from, to }
  return (
    <>
      <TrendSection title={t('trend.title')} range={range} setRange={setRange}>
        <CardRow min={420}>
          <Card>
            <LatencyChart chart={data} window={window} />
          </Card>
          <Card>
            <AvailabilityChart chart={data} window={window} />
          </Card>
        </CardRow>
      </TrendSection>
      <p className={classes.note}>{t('trend.note')}</p>
    </>
  )
}
