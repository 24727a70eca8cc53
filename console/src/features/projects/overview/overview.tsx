import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { useTimeRange } from '#lib/time-range.ts'
import { Card, CardRow } from '#ui/card.tsx'
import { incidentSpans } from '#ui/watch/chart-series.ts'
import { TrendSection } from '#ui/watch/trend-section.tsx'
import { UptimeCard } from '#ui/watch/uptime-card.tsx'
import { AvailabilityChart, LatencyChart, PhaseChart } from '#ui/watch/watch-charts.tsx'
import type { Project } from '../project-form.ts'
import { projectsTexts } from '../projects.i18n.ts'
import { IncidentsCard } from './incidents-card.tsx'
import { MonitorsCard } from './monitors-card.tsx'
import { PictureCard } from './picture-card.tsx'

const hour = 3_600_000

export function Overview({ project }: { readonly project: Project }) {
  const t = useTexts(projectsTexts)
  const { range, from, to, setRange } = useTimeRange()
  const uptime = useQuery({ ...queryOf('get-project-uptime', { id: project.id }), staleTime: 60_000 })
  const chart = useQuery({
    ...queryOf('get-project-chart', { id: project.id, range }),
    staleTime: 60_000,
    refetchInterval: 120_000,
    placeholderData: (before) => before,
  })
  // Asked for from a whole hour on, so that the question is the same for a while.
  const since = new Date(Math.floor(from / hour) * hour).toISOString()
  const incidents = useQuery({
    ...queryOf('list-incidents', { project_id: project.id, from: since, page_size: 50 }),
    staleTime: 60_000,
  })
  const spans = useMemo(() => incidentSpans(incidents.data?.items ?? []), [incidents.data])
  const shown = chart.data?.range === range ? chart.data : undefined
  return (
    <>
      <UptimeCard report={uptime.data} />
      <MonitorsCard project={project} />
      <TrendSection title={t('overview.trend')} range={range} setRange={setRange}>
        <Card>
          <LatencyChart chart={shown} window={{ from, to }} spans={spans} />
        </Card>
        <CardRow min={420}>
          <Card>
            <PhaseChart chart={shown} window={{ from, to }} height={180} />
          </Card>
          <Card>
            <AvailabilityChart chart={shown} window={{ from, to }} spans={spans} height={180} />
          </Card>
        </CardRow>
      </TrendSection>
      <CardRow min={360}>
        <IncidentsCard project={project} />
        <PictureCard project={project} />
      </CardRow>
    </>
  )
}
