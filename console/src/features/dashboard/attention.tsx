import { Button, Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { call } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMay } from '#lib/me.ts'
import { Card } from '#ui/card.tsx'
import { OpenDuration } from '#ui/relative-time.tsx'
import { StateIcon } from '#ui/state-icon.tsx'
import { type AttentionItem, attentionOf } from './attention-items.ts'
import { dashboardTexts } from './dashboard.i18n.ts'
import classes from './dashboard.module.css'
import type { Summary } from './figures.tsx'
import { useDeadDeliveries, useScheduler } from './use-health.ts'

/** Everything somebody should look at, the most urgent first. Calm when there is nothing. */
export function Attention({ summary }: { readonly summary: Summary | undefined }) {
  const t = useTexts(dashboardTexts)
  const { data: scheduler } = useScheduler()
  const { data: dead } = useDeadDeliveries()
  if (!summary) return <Skeleton height={72} radius={10} />
  const items = attentionOf({ summary, deadCount: dead?.total ?? 0, scheduler })
  if (items.length === 0) return <Calm />
  const hidden = summary.open_incident_count - summary.open_incidents.length
  return (
    <Card title={t('attention.title')} flush>
      <ul className={classes.attention}>
        {items.map((item) => (
          <Item key={item.key} item={item} />
        ))}
      </ul>
      {hidden > 0 && (
        <Link to="/incidents" search={{ state: 'open' } as never} className={classes.attentionMore}>
          {t('attention.more', { count: summary.open_incident_count })}
        </Link>
      )}
    </Card>
  )
}

function Calm() {
  const t = useTexts(dashboardTexts)
  return (
    <div className={classes.calm}>
      <CircleCheck size={20} aria-hidden />
      <div>
        <p className={classes.calmTitle}>{t('attention.calm')}</p>
        <p className={classes.calmText}>{t('attention.calmText')}</p>
      </div>
    </div>
  )
}

function Item({ item }: { readonly item: AttentionItem }) {
  switch (item.is) {
    case 'incident':
      return <IncidentItem incident={item.incident} />
    case 'expiring':
      return <ExpiringItem target={item.target} isUrgent={item.isUrgent} />
    case 'dead':
      return <DeadItem count={item.count} />
    case 'stopped':
      return <StoppedItem />
    case 'blind':
      return <BlindItem since={item.since} />
  }
}

function IncidentItem({ incident }: { readonly incident: Summary['open_incidents'][number] }) {
  const t = useTexts(dashboardTexts)
  const { id, project, monitor } = incident
  const mayAcknowledge = useMay('acknowledge-incident')
  const acknowledge = useCommand('acknowledge-incident', {
    done: t('attention.ackDone'),
    undo: () => call('unacknowledge-incident', { id }),
    invalidates: ['get-dashboard-summary', 'list-incidents', 'get-incident'],
  })
  const by = incident.acknowledged_by
  return (
    <Line
      icon={<StateIcon state="down" size={13} />}
      title={
        <Link to="/incidents/$id" params={{ id: String(id) } as never}>
          {project.title}
        </Link>
      }
      about={monitor.name}
      text={incident.message}
      when={<OpenDuration from={incident.opened_at} />}
      action={
        by ? (
          <span className={classes.by}>{t('attention.acknowledged', { name: by.name })}</span>
        ) : (
          mayAcknowledge && (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`${project.title} ${t('attention.acknowledge')}`}
              loading={acknowledge.isPending}
              onClick={() => acknowledge.mutate({ id })}
            >
              {t('attention.acknowledge')}
            </Button>
          )
        )
      }
    />
  )
}

function ExpiringItem({
  target,
  isUrgent,
}: {
  readonly target: Summary['expiring'][number]
  readonly isUrgent: boolean
}) {
  const t = useTexts(dashboardTexts)
  const format = useFormat()
  const { project, monitor, expires_at, days_left: days } = target
  const date = format.time(expires_at, 'date')
  const text =
    days < 0
      ? t('attention.expired', { count: -days, date })
      : days === 0
        ? t('attention.expiresToday', { date })
        : t('attention.expires', { count: days, date })
  return (
    <Line
      icon={<StateIcon state={isUrgent ? 'down' : 'degraded'} size={13} />}
      title={
        <Link to="/monitors/$id" params={{ id: String(monitor.id) } as never}>
          {project.title}
        </Link>
      }
      about={monitor.name}
      text={text}
    />
  )
}

function DeadItem({ count }: { readonly count: number }) {
  const t = useTexts(dashboardTexts)
  return (
    <Line
      icon={<StateIcon state="degraded" size={13} />}
      title={
        <Link to="/deliveries" search={{ state: 'dead' } as never}>
          {t('attention.dead', { count })}
        </Link>
      }
      text={t('attention.deadText')}
    />
  )
}

function StoppedItem() {
  const t = useTexts(dashboardTexts)
  const may = useMay('start-scheduler')
  const start = useCommand('start-scheduler', { done: t('attention.started'), invalidates: ['get-scheduler-status'] })
  return (
    <Line
      icon={<StateIcon state="down" size={13} />}
      title={t('attention.stopped')}
      text={t('attention.stoppedText')}
      action={
        may && (
          <Button size="compact-sm" variant="default" loading={start.isPending} onClick={() => start.mutate({})}>
            {t('attention.start')}
          </Button>
        )
      }
    />
  )
}

function BlindItem({ since }: { readonly since: string }) {
  const t = useTexts(dashboardTexts)
  const format = useFormat()
  return (
    <Line
      icon={<StateIcon state="unknown" size={13} />}
      title={t('attention.blind')}
      text={t('health.blindHint', { time: format.time(since, 'minute') })}
      when={<OpenDuration from={since} />}
    />
  )
}

interface LineProps {
  readonly icon: ReactNode
  readonly title: ReactNode
  /** Which part of it. */
  readonly about?: string
  readonly text: string
  readonly when?: ReactNode
  readonly action?: ReactNode
}

function Line({ icon, title, about, text, when, action }: LineProps) {
  return (
    <li className={classes.line}>
      {icon}
      <div className={classes.lineWords}>
        <span className={classes.lineTitle}>
          {title}
          {about && <span className={classes.lineAbout}>{about}</span>}
        </span>
        <span className={classes.lineText}>{text}</span>
      </div>
      {when && <span className={classes.lineWhen}>{when}</span>}
      {action && <div className={classes.lineAction}>{action}</div>}
    </li>
  )
}
