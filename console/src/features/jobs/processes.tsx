import { useTexts } from '#lib/i18n.ts'
import { Card } from '#ui/card.tsx'
import { RelativeTime } from '#ui/relative-time.tsx'
import { Tag } from '#ui/state-badge.tsx'
import { jobsTexts } from './jobs.i18n.ts'
import classes from './jobs.module.css'
import type { SchedulerStatus } from './scheduler-status.ts'

/** Who does the work: one process on most installations, several on large ones. */
export function Processes({ status }: { readonly status: SchedulerStatus }) {
  const t = useTexts(jobsTexts)
  if (status.processes.length === 0) return null
  return (
    <Card title={t('processes.title')}>
      <ul className={classes.processes}>
        {status.processes.map((process) => (
          <li key={process.name}>
            <code>{process.name}</code>
            {process.name === status.leader && <Tag tone="accent">{t('processes.leader')}</Tag>}
            {process.roles.map((role) => (
              <Tag key={role}>{role}</Tag>
            ))}
            <span className={classes.processFacts}>
              {t('processes.inFlight')} {process.in_flight} · {t('processes.seen')}{' '}
              <RelativeTime at={process.seen_at} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
