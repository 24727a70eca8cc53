import type { DisplayState } from '@bongsu/contract/states.ts'
import { Tooltip } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { useLiveState } from '#lib/live.ts'
import { useMay } from '#lib/me.ts'
import { StateIcon } from '#ui/state-icon.tsx'
import { dashboardTexts } from './dashboard.i18n.ts'
import classes from './dashboard.module.css'
import { useDeadDeliveries, useScheduler } from './use-health.ts'

/** Whether we ourselves are well: looking, telling, showing. */
export function HealthChips() {
  const t = useTexts(dashboardTexts)
  return (
    <ul className={classes.chips} aria-label={t('health.label')}>
      <SchedulerChip />
      <DeliveryChip />
      <LiveChip />
    </ul>
  )
}

function SchedulerChip() {
  const t = useTexts(dashboardTexts)
  const format = useFormat()
  const { data } = useScheduler()
  const mayOpen = useMay('list-jobs')
  if (!data) return <Chip state={null} label={t('health.checking')} />
  const to = mayOpen ? { to: '/jobs' } : {}
  if (!data.is_running) return <Chip state="down" label={t('health.stopped')} hint={t('health.stoppedHint')} {...to} />
  if (data.blind_since)
    return (
      <Chip
        state="unknown"
        label={t('health.blind')}
        hint={t('health.blindHint', { time: format.time(data.blind_since, 'minute') })}
        {...to}
      />
    )
  const hint = t('health.checkingHint', {
    rate: format.number(Math.round(data.checks_per_minute)),
    lateness: format.ms(data.lateness.p50_ms),
  })
  return <Chip state="up" label={t('health.checking')} hint={hint} {...to} />
}

function DeliveryChip() {
  const t = useTexts(dashboardTexts)
  const { data, may } = useDeadDeliveries()
  if (!may) return null
  const dead = data?.total ?? 0
  if (!data) return <Chip state={null} label={t('health.delivering')} />
  return dead === 0 ? (
    <Chip state="up" label={t('health.delivering')} to="/deliveries" />
  ) : (
    <Chip
      state="degraded"
      label={t('health.dead', { count: dead })}
      hint={t('health.deadHint')}
      to="/deliveries?state=dead"
    />
  )
}

function LiveChip() {
  const t = useTexts(dashboardTexts)
  const isLive = useLiveState() === 'connected'
  return <Chip state={isLive ? 'up' : 'unknown'} label={isLive ? t('health.live') : t('health.notLive')} />
}

interface ChipProps {
  /** `null` while it is not known yet. */
  readonly state: DisplayState | null
  readonly label: string
  readonly hint?: string
  readonly to?: string
}

function Chip({ state, label, hint, to }: ChipProps) {
  const content = (
    <>
      {state && <StateIcon state={state} size={11} />}
      {label}
    </>
  )
  const chip = to ? (
    <Link to={to} className={classes.chip} data-state={state ?? undefined}>
      {content}
    </Link>
  ) : (
    <span className={classes.chip} data-state={state ?? undefined} {...(hint ? { tabIndex: 0 } : {})}>
      {content}
    </span>
  )
  return <li>{hint ? <Tooltip label={hint}>{chip}</Tooltip> : chip}</li>
}
