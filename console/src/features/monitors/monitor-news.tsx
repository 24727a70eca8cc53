import { useQuery } from '@tanstack/react-query'
import { type OutputOf, queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { SeverityIcon } from '#ui/alerts/severity.tsx'
import { Card } from '#ui/card.tsx'
import { LogTime } from '#ui/log-time.tsx'
import { EvidenceView } from '#ui/watch/outcome/evidence-view.tsx'
import type { Monitor } from './monitor-values.ts'
import { newsTexts } from './news.i18n.ts'
import classes from './news.module.css'

type Notice = OutputOf<'list-notices'>['items'][number]

const shown = 10

/** What was noticed that is no state: a page or a tool that changed, a certificate about to end. Nothing where there is none. */
export function MonitorNews({ monitor }: { readonly monitor: Monitor }) {
  const t = useTexts(newsTexts)
  const { data } = useQuery(queryOf('list-notices', { monitor_id: monitor.id, page_size: shown }))
  if (!data || data.items.length === 0) return null
  const more = data.total - data.items.length
  return (
    <Card title={t('title')}>
      <p className={classes.hint}>{t('purpose')}</p>
      <ol className={classes.list}>
        {data.items.map((notice) => (
          <News key={notice.id} notice={notice} />
        ))}
      </ol>
      {more > 0 && <p className={classes.text}>{t('more', { count: more })}</p>}
    </Card>
  )
}

function News({ notice }: { readonly notice: Notice }) {
  const t = useTexts(newsTexts)
  return (
    <li>
      <div className={classes.head}>
        <SeverityIcon severity={notice.severity} />
        <span className={classes.sort}>{t(`type.${notice.type}`)}</span>
        <span className={classes.faint}>
          <LogTime at={notice.at} />
        </span>
        {notice.suppressed !== null && <span className={classes.faint}>{t('suppressed')}</span>}
      </div>
      <p className={classes.text}>{notice.message}</p>
      {notice.details !== null && (
        <details className={classes.details}>
          <summary>{t('details')}</summary>
          <EvidenceView evidence={notice.details} />
        </details>
      )}
    </li>
  )
}
