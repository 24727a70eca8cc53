import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { queryOf } from '#lib/api.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import type { Delivery } from '#ui/alerts/alert-types.ts'
import { alertTexts } from '#ui/alerts/alerts.i18n.ts'
import { DeliveryStateTag } from '#ui/alerts/delivery-state.tsx'
import { SeverityIcon } from '#ui/alerts/severity.tsx'
import { Card } from '#ui/card.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Tag } from '#ui/state-badge.tsx'
import { StateIcon } from '#ui/state-icon.tsx'
import { incidentsTexts } from './incidents.i18n.ts'
import classes from './incidents.module.css'

/** As many as one page of the API gives. */
const shown = 50

interface DeliveriesCardProps {
  readonly id: number
  /** News may still be on its way. */
  readonly isMoving: boolean
}

/** Each message about the incident, also those that wait, failed or were told with others. */
export function DeliveriesCard({ id, isMoving }: DeliveriesCardProps) {
  const t = useTexts(incidentsTexts)
  const query = useQuery({
    ...queryOf('list-incident-deliveries', { id, page_size: shown }),
    refetchInterval: isMoving ? 10_000 : false,
  })
  const { data, error } = query
  return (
    <Card title={t('deliveries.title')}>
      {error && !data && <ErrorState error={error} onRetry={() => void query.refetch()} />}
      {!data && !error && <Skeleton height={80} radius={8} />}
      {data?.items.length === 0 && (
        <>
          <p>{t(data.people_notified > 0 ? 'deliveries.noneOutside' : 'deliveries.none')}</p>
          <p className={classes.dim}>{t('deliveries.noneText')}</p>
        </>
      )}
      {data && data.people_notified > 0 && (
        <p className={classes.dim}>{t('deliveries.notified', { count: data.people_notified })}</p>
      )}
      <ul className={classes.deliveries}>
        {data?.items.map((delivery) => (
          <DeliveryLine key={delivery.id} delivery={delivery} />
        ))}
      </ul>
      {data && data.total > data.items.length && (
        <p className={classes.dim}>{t('deliveries.more', { count: data.total - data.items.length })}</p>
      )}
    </Card>
  )
}

/** The end of something bad is as loud as its beginning, but it is good news. */
const endings: readonly Delivery['event'][] = [
  'recovered',
  'no_longer_degraded',
  'flapping_ended',
  'monitoring_error_ended',
]

function DeliveryLine({ delivery }: { readonly delivery: Delivery }) {
  const t = useTexts(incidentsTexts)
  const words = useTexts(alertTexts)
  const { channel_name, state, event, severity, last_error, fallback_for } = delivery
  return (
    <li>
      <span className={classes.deliveryHead}>
        {endings.includes(event) ? <StateIcon state="up" size={11} decorative /> : <SeverityIcon severity={severity} />}
        <b>{channel_name}</b>
        <span className={classes.dim}>{words(`events.${event}`)}</span>
        {fallback_for && <Tag>{t('deliveries.fallback')}</Tag>}
        <span className={classes.deliveryState}>
          <DeliveryStateTag state={state} />
        </span>
      </span>
      <DeliveryTimes delivery={delivery} />
      {last_error && state !== 'delivered' && <p className={classes.deliveryError}>{last_error}</p>}
    </li>
  )
}

function DeliveryTimes({ delivery }: { readonly delivery: Delivery }) {
  const t = useTexts(incidentsTexts)
  const format = useFormat()
  const { state, attempts, held_for, finished_at, next_attempt_at, created_at } = delivery
  const parts = [
    held_for && state === 'held' ? t(`deliveries.held.${held_for}`) : undefined,
    state === 'delivered' && finished_at ? t('deliveries.at', { time: format.time(finished_at, 'time') }) : undefined,
    attempts > 1 ? t('deliveries.tries', { count: attempts }) : undefined,
    next_attempt_at && state !== 'delivered'
      ? t('deliveries.next', { time: format.time(next_attempt_at, 'time') })
      : undefined,
  ].filter((part) => part !== undefined)
  return <span className={classes.dim}>{parts.length > 0 ? parts.join(' · ') : format.time(created_at, 'time')}</span>
}
