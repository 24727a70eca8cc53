import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowRight } from 'lucide-react'
import { queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { Card } from '#ui/card.tsx'
import { RelativeTime } from '#ui/relative-time.tsx'
import { Tag } from '#ui/state-badge.tsx'
import { StateIcon } from '#ui/state-icon.tsx'
import { dashboardTexts } from './dashboard.i18n.ts'
import classes from './dashboard.module.css'

/** What happened lately, newest first. */
export function Changes() {
  const t = useTexts(dashboardTexts)
  const { data } = useQuery({ ...queryOf('list-state-changes', { page_size: 10 }), staleTime: 30_000 })
  return (
    <div className={classes.changesCard}>
      <Card title={t('changes.title')}>
        {data?.items.length === 0 && <p className={classes.note}>{t('changes.none')}</p>}
        <ul className={classes.changes}>
          {data?.items.map((change) => (
            <li key={change.id} className={classes.change}>
              <span className={classes.changeStates}>
                <StateIcon state={change.from} size={11} />
                <ArrowRight size={12} aria-hidden />
                <StateIcon state={change.to} size={11} />
              </span>
              <Link
                to="/monitors/$id"
                params={{ id: String(change.monitor.id) } as never}
                className={classes.changeWho}
              >
                {change.project.title}
                <span>{change.monitor.name}</span>
              </Link>
              <span className={classes.changeText}>
                {change.message} {change.suppressed && <Tag>{t('changes.suppressed')}</Tag>}
              </span>
              <span className={classes.changeWhen}>
                <RelativeTime at={change.at} />
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  )
}
