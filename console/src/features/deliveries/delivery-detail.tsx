import { Button, Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { RotateCw } from 'lucide-react'
import { queryOf } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import type { Delivery } from '#ui/alerts/alert-types.ts'
import { alertTexts } from '#ui/alerts/alerts.i18n.ts'
import { DeliveryStateTag } from '#ui/alerts/delivery-state.tsx'
import { Severity } from '#ui/alerts/severity.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { KeyValue } from '#ui/key-value.tsx'
import { RelativeTime } from '#ui/relative-time.tsx'
import { SideDrawer } from '#ui/side-drawer.tsx'
import { canResend } from './can-resend.ts'
import { deliveriesTexts } from './deliveries.i18n.ts'
import classes from './deliveries.module.css'

interface DeliveryDetailProps {
  readonly id: string
  readonly mayResend: boolean
  onShow(id: string): void
  onClose(): void
}

export function DeliveryDetail({ id, mayResend, onShow, onClose }: DeliveryDetailProps) {
  const t = useTexts(deliveriesTexts)
  const { data, error, refetch } = useQuery(queryOf('get-delivery', { id }))
  const resend = useCommand('resend-delivery', {
    invalidates: ['list-deliveries', 'get-delivery', 'list-channels'],
    done: t('resent'),
  })
  const foot = data && mayResend && canResend(data) && (
    <Button
      leftSection={<RotateCw size={15} aria-hidden />}
      loading={resend.isPending}
      onClick={() => resend.mutate({ id })}
    >
      {t('resend')}
    </Button>
  )
  return (
    <SideDrawer isOpen size={600} title={t('detail.title')} foot={foot} onClose={onClose}>
      {data && <Facts delivery={data} onShow={onShow} />}
      {!data && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <DetailSkeleton />)}
    </SideDrawer>
  )
}

const DetailSkeleton = () => (
  <Stack gap="sm" aria-busy>
    <Skeleton height={64} />
    {[0, 1, 2, 3, 4, 5].map((row) => (
      <Skeleton key={row} height={24} />
    ))}
  </Stack>
)

function Facts({ delivery, onShow }: { readonly delivery: Delivery; onShow(id: string): void }) {
  const t = useTexts(deliveriesTexts)
  const word = useTexts(alertTexts)
  const format = useFormat()
  const {
    channel_id: channelId,
    project_id: projectId,
    incident_id: incidentId,
    merged_into: mergedInto,
    fallback_for: fallbackFor,
  } = delivery
  return (
    <>
      <p className={classes.message}>{delivery.message}</p>
      <KeyValue
        items={[
          { label: t('detail.state'), value: <DeliveryStateTag state={delivery.state} attempts={delivery.attempts} /> },
          ...(delivery.last_error === null
            ? []
            : [{ label: t('detail.error'), value: <span className={classes.error}>{delivery.last_error}</span> }]),
          ...(delivery.last_status === null
            ? []
            : [{ label: t('detail.status'), value: `HTTP ${delivery.last_status}` }]),
          { label: t('detail.attempts'), value: delivery.attempts },
          ...(delivery.next_attempt_at === null
            ? []
            : [{ label: t('detail.next'), value: <RelativeTime at={delivery.next_attempt_at} /> }]),
          ...(delivery.held_for === null
            ? []
            : [{ label: t('detail.held'), value: t(`detail.heldFor.${delivery.held_for}`) }]),
          { label: t('detail.event'), value: word(`events.${delivery.event}`) },
          { label: t('detail.severity'), value: <Severity severity={delivery.severity} /> },
          {
            label: t('detail.channel'),
            value:
              channelId === null ? (
                delivery.channel_name
              ) : (
                <Link to={`/channels/${channelId}`}>{delivery.channel_name}</Link>
              ),
          },
          {
            label: t('detail.project'),
            value: projectId === null ? null : <Link to={`/projects/${projectId}`}>{delivery.project_title}</Link>,
          },
          { label: t('detail.monitor'), value: delivery.monitor_name },
          {
            label: t('detail.incident'),
            value:
              incidentId === null ? null : (
                <Link to={`/incidents/${incidentId}`}>{t('detail.incidentNumber', { id: incidentId })}</Link>
              ),
          },
          { label: t('detail.created'), value: format.time(delivery.created_at) },
          {
            label: t('detail.finished'),
            value: delivery.finished_at === null ? null : format.time(delivery.finished_at),
          },
          { label: t('detail.id'), value: <code className={classes.id}>{delivery.id}</code>, copy: delivery.id },
        ]}
      />
      <p className={classes.hint}>{t('detail.idHint')}</p>
      <div className={classes.related}>
        {mergedInto !== null && (
          <Button size="compact-sm" variant="default" onClick={() => onShow(mergedInto)}>
            {t('detail.mergedInto')}
          </Button>
        )}
        {fallbackFor !== null && (
          <Button size="compact-sm" variant="default" onClick={() => onShow(fallbackFor)}>
            {t('detail.fallbackFor')}
          </Button>
        )}
      </div>
    </>
  )
}
