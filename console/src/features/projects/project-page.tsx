import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { ExternalLink, LayoutDashboard, Radar, Settings2, Wrench } from 'lucide-react'
import { Suspense } from 'react'
import { queryOf } from '#lib/api.ts'
import { useFormat } from '#lib/format.ts'
import { useText, useTexts } from '#lib/i18n.ts'
import { useSlot } from '#lib/slots.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { KeyFacts, PageHeader } from '#ui/page-header.tsx'
import { OpenDuration, RelativeTime } from '#ui/relative-time.tsx'
import { UrlTabs } from '#ui/url-tabs.tsx'
import { DetailSkeleton } from '#ui/watch/detail-skeleton.tsx'
import { MaintenanceTab } from './maintenance/maintenance-tab.tsx'
import { Overview } from './overview/overview.tsx'
import { ProjectActions } from './project-actions.tsx'
import { ProjectBanners } from './project-banners.tsx'
import type { Project } from './project-form.ts'
import { projectsTexts } from './projects.i18n.ts'
import classes from './projects.module.css'
import { ProjectSettings } from './settings/project-settings.tsx'
import { shortUrl } from './short-url.ts'
import { useLiveProject } from './use-live-project.ts'

export default function ProjectPage() {
  const t = useTexts(projectsTexts)
  const { id } = useParams({ strict: false }) as { id: string }
  const query = useQuery(queryOf('get-project', { id: Number(id) }))
  if (query.error && !query.data)
    return (
      <>
        <PageHeader icon={Radar} title={t('title')} />
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </>
    )
  return query.data ? <LoadedProject key={query.data.id} project={query.data} /> : <DetailSkeleton title={t('title')} />
}

function LoadedProject({ project }: { readonly project: Project }) {
  const t = useTexts(projectsTexts)
  const read = useText()
  useLiveProject(project.id)
  const others = useSlot('project').map(({ key, title, icon, Item }) => ({
    key,
    label: title ? read(title) : key,
    ...(icon ? { icon } : {}),
    content: (
      <Suspense>
        <Item />
      </Suspense>
    ),
  }))
  return (
    <>
      <PageHeader
        icon={Radar}
        title={project.title}
        state={project.state}
        purpose={<Purpose project={project} />}
        actions={<ProjectActions project={project} />}
        facts={<Facts project={project} />}
      />
      <ProjectBanners project={project} />
      <UrlTabs
        tabs={[
          {
            key: 'overview',
            label: t('tabs.overview'),
            icon: LayoutDashboard,
            content: <Overview project={project} />,
          },
          ...others,
          {
            key: 'maintenance',
            label: t('tabs.maintenance'),
            icon: Wrench,
            content: <MaintenanceTab project={project} />,
          },
          // A change from elsewhere must not be lost in a form that still shows the old values.
          {
            key: 'settings',
            label: t('tabs.settings'),
            icon: Settings2,
            content: <ProjectSettings key={project.updated_at} project={project} />,
          },
        ]}
      />
    </>
  )
}

function Purpose({ project }: { readonly project: Project }) {
  const t = useTexts(projectsTexts)
  return (
    <>
      <a
        className={classes.address}
        href={project.url}
        target="_blank"
        rel="noreferrer noopener"
        title={t('page.open')}
      >
        {shortUrl(project.url)}
        <ExternalLink size={12} role="img" aria-label={t('page.open')} />
      </a>
      {project.description && <span className={classes.description}>{project.description}</span>}
    </>
  )
}

function Facts({ project }: { readonly project: Project }) {
  const t = useTexts(projectsTexts)
  const format = useFormat()
  const { data } = useQuery({ ...queryOf('get-project-uptime', { id: project.id }), staleTime: 60_000 })
  const uptime = (period: '24h' | '7d' | '30d' | '90d') => {
    const percent = data?.periods[period]?.uptime_percent
    return percent === undefined || percent === null ? '–' : format.percent(percent / 100)
  }
  return (
    <KeyFacts
      facts={[
        { label: t('facts.stateFor'), value: <OpenDuration from={project.state_since} /> },
        { label: t('facts.uptime24'), value: uptime('24h') },
        { label: t('facts.uptime7'), value: uptime('7d') },
        { label: t('facts.uptime30'), value: uptime('30d') },
        { label: t('facts.uptime90'), value: uptime('90d') },
        { label: t('facts.response'), value: format.ms(project.last_response_ms) },
        {
          label: t('facts.lastChecked'),
          value: <RelativeTime at={project.last_checked_at} never={t('list.neverChecked')} />,
        },
      ]}
    />
  )
}
