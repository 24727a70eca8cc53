import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Activity, Clapperboard, LayoutDashboard, List, Settings2, Siren } from 'lucide-react'
import { queryOf } from '#lib/api.ts'
import { useKindLabel } from '#lib/check-kinds.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { useWatchedProjects } from '#lib/live.ts'
import { isAboutLooks, useLiveRefresh } from '#lib/live-refresh.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { KeyFacts, PageHeader } from '#ui/page-header.tsx'
import { OpenDuration, RelativeTime } from '#ui/relative-time.tsx'
import { UrlTabs } from '#ui/url-tabs.tsx'
import { DetailSkeleton } from '#ui/watch/detail-skeleton.tsx'
import { kindIcon } from '#ui/watch/kind-icon.ts'
import { useEvery } from '#ui/watch/rhythm-fields.tsx'
import { MonitorActions } from './monitor-actions.tsx'
import { MonitorOverview } from './monitor-overview.tsx'
import { MonitorSettings } from './monitor-settings.tsx'
import type { Monitor } from './monitor-values.ts'
import { monitorsTexts } from './monitors.i18n.ts'
import classes from './monitors.module.css'
import { Results } from './results.tsx'
import { Runs } from './runs/runs.tsx'

const lookPaceMs = 10_000

export default function MonitorPage() {
  const t = useTexts(monitorsTexts)
  const { id } = useParams({ strict: false }) as { id: string }
  const query = useQuery(queryOf('get-monitor', { id: Number(id) }))
  if (query.error && !query.data)
    return (
      <>
        <PageHeader icon={Activity} title={t('title')} />
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </>
    )
  return query.data ? <LoadedMonitor key={query.data.id} monitor={query.data} /> : <DetailSkeleton title={t('title')} />
}

function LoadedMonitor({ monitor }: { readonly monitor: Monitor }) {
  const t = useTexts(monitorsTexts)
  const runs = useQuery({ ...queryOf('list-kept-runs', { id: monitor.id }), staleTime: 60_000 })
  useWatchedProjects([monitor.project_id])
  // The status of a project tells of one monitor at a time, so any of them is reason to look; calmly, for it may be often.
  useLiveRefresh(
    ['get-monitor', 'get-result', 'list-kept-runs'],
    (message) => isAboutLooks(monitor.project_id, message),
    lookPaceMs,
  )
  useLiveRefresh(
    ['get-monitor', 'get-monitor-uptime', 'list-incidents', 'list-notices'],
    ({ type, project_id }) => type === 'alert' && project_id === monitor.project_id,
  )
  return (
    <>
      <PageHeader
        icon={kindIcon(monitor.kind)}
        title={monitor.name}
        state={monitor.state}
        purpose={<Purpose monitor={monitor} />}
        actions={<MonitorActions monitor={monitor} />}
        facts={<Facts monitor={monitor} />}
      />
      {monitor.open_incident_id !== null && (
        <Link
          to="/incidents/$id"
          params={{ id: String(monitor.open_incident_id) } as never}
          className={classes.incident}
        >
          <Siren size={16} aria-hidden />
          {t('page.openIncident')}
        </Link>
      )}
      <UrlTabs
        tabs={[
          {
            key: 'overview',
            label: t('tabs.overview'),
            icon: LayoutDashboard,
            content: <MonitorOverview monitor={monitor} />,
          },
          { key: 'results', label: t('tabs.results'), icon: List, content: <Results monitor={monitor} /> },
          ...(runs.data && runs.data.items.length > 0
            ? [
                {
                  key: 'runs',
                  label: t('tabs.runs'),
                  icon: Clapperboard,
                  count: runs.data.items.length,
                  content: <Runs runs={runs.data.items} />,
                },
              ]
            : []),
          {
            key: 'settings',
            label: t('tabs.settings'),
            icon: Settings2,
            content: <MonitorSettings monitor={monitor} />,
          },
        ]}
      />
    </>
  )
}

function Purpose({ monitor }: { readonly monitor: Monitor }) {
  const t = useTexts(monitorsTexts)
  const kindLabel = useKindLabel()
  const every = useEvery()
  return (
    <>
      <Link to="/projects/$id" params={{ id: String(monitor.project_id) } as never}>
        {monitor.project_title}
      </Link>
      {' · '}
      {t('page.kindOf', { kind: kindLabel(monitor.kind), every: every(monitor.check_interval) })}
    </>
  )
}

function Facts({ monitor }: { readonly monitor: Monitor }) {
  const t = useTexts(monitorsTexts)
  const format = useFormat()
  const { data } = useQuery({ ...queryOf('get-monitor-uptime', { id: monitor.id }), staleTime: 60_000 })
  const uptime = (period: '24h' | '7d' | '30d' | '90d') => {
    const percent = data?.periods[period]?.uptime_percent
    return percent === undefined || percent === null ? '–' : format.percent(percent / 100)
  }
  return (
    <KeyFacts
      facts={[
        { label: t('facts.stateFor'), value: monitor.state_since ? <OpenDuration from={monitor.state_since} /> : '–' },
        { label: t('facts.uptime24'), value: uptime('24h') },
        { label: t('facts.uptime7'), value: uptime('7d') },
        { label: t('facts.uptime30'), value: uptime('30d') },
        { label: t('facts.uptime90'), value: uptime('90d') },
        { label: t('facts.last'), value: format.ms(monitor.last_duration_ms) },
        { label: t('facts.lastChecked'), value: <RelativeTime at={monitor.last_checked_at} /> },
      ]}
    />
  )
}
