import { Link } from '@tanstack/react-router'
import { useTexts } from '#lib/i18n.ts'
import { Card } from '#ui/card.tsx'
import { OpenDuration } from '#ui/relative-time.tsx'
import { StateBadge } from '#ui/state-badge.tsx'
import { jobsTexts } from './jobs.i18n.ts'
import classes from './jobs.module.css'
import type { SchedulerStatus } from './scheduler-status.ts'

export function FailingMonitors({ failures }: { readonly failures: SchedulerStatus['failures'] }) {
  const t = useTexts(jobsTexts)
  return (
    <Card title={t('failing.title')}>
      {failures.length === 0 && <p className={classes.quiet}>{t('failing.empty')}</p>}
      <ul className={classes.failing}>
        {failures.map((one) => (
          <li key={one.monitor_id}>
            <StateBadge state={one.state} />
            <Link to={`/projects/${one.project_id}`} className={classes.failingName}>
              {one.project_title} · {one.monitor_name}
            </Link>
            <span className={classes.failingMessage}>{one.message}</span>
            <span className={classes.failingFor}>
              <OpenDuration from={one.since} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
