import { useTexts } from '#lib/i18n.ts'
import type { Delivery } from '#ui/alerts/alert-types.ts'
import { alertTexts } from '#ui/alerts/alerts.i18n.ts'
import { DeliveryStateTag } from '#ui/alerts/delivery-state.tsx'
import { SeverityIcon } from '#ui/alerts/severity.tsx'
import type { Column } from '#ui/data-table/column.ts'
import { LogTime } from '#ui/log-time.tsx'
import { deliveriesTexts } from './deliveries.i18n.ts'
import classes from './deliveries.module.css'

export function useDeliveryColumns(): readonly Column<Delivery>[] {
  const t = useTexts(deliveriesTexts)
  const word = useTexts(alertTexts)
  const about = ({ project_title: project, monitor_name: monitor }: Delivery) =>
    [project, monitor].filter(Boolean).join(' · ') || '–'
  return [
    {
      key: 'created_at',
      header: t('columns.at'),
      cell: (row) => <LogTime at={row.created_at} />,
      text: (row) => row.created_at,
    },
    {
      key: 'event',
      header: t('columns.what'),
      card: 'title',
      cell: (row) => <News delivery={row} />,
      text: (row) => `${word(`events.${row.event}`)}: ${row.message}`,
    },
    { key: 'about', header: t('columns.about'), cell: about, text: about },
    { key: 'channel', header: t('columns.channel'), cell: (row) => row.channel_name, text: (row) => row.channel_name },
    {
      key: 'state',
      header: t('columns.state'),
      card: 'corner',
      cell: (row) => <DeliveryStateTag state={row.state} attempts={row.attempts} />,
      text: (row) => word(`states.${row.state}`),
    },
    {
      key: 'attempts',
      header: t('columns.attempts'),
      align: 'end',
      choice: 'shown',
      card: 'omit',
      cell: (row) => row.attempts,
      text: (row) => row.attempts,
    },
  ]
}

function News({ delivery }: { readonly delivery: Pick<Delivery, 'event' | 'severity' | 'message'> }) {
  const word = useTexts(alertTexts)
  return (
    <span className={classes.news}>
      <SeverityIcon severity={delivery.severity} />
      <span className={classes.newsWords}>
        <b>{word(`events.${delivery.event}`)}</b>
        <span>{delivery.message}</span>
      </span>
    </span>
  )
}
