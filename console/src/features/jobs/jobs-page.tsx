import { CalendarClock, History, Radar, TimerReset } from 'lucide-react'
import { useTexts } from '#lib/i18n.ts'
import { PageHeader } from '#ui/page-header.tsx'
import { UrlTabs } from '#ui/url-tabs.tsx'
import { JobList } from './job-list.tsx'
import { jobsTexts } from './jobs.i18n.ts'
import { RunList } from './run-list.tsx'
import { Scheduler } from './scheduler.tsx'

export default function JobsPage() {
  const t = useTexts(jobsTexts)
  return (
    <>
      <PageHeader icon={CalendarClock} title={t('title')} purpose={t('purpose')} />
      <UrlTabs
        tabs={[
          { key: 'scheduler', label: t('tabs.scheduler'), icon: Radar, content: <Scheduler /> },
          { key: 'jobs', label: t('tabs.jobs'), icon: TimerReset, content: <JobList /> },
          { key: 'runs', label: t('tabs.runs'), icon: History, content: <RunList /> },
        ]}
      />
    </>
  )
}
