import { Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Wrench } from 'lucide-react'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { useLiveRefresh } from '#lib/live-refresh.ts'
import { headlineQuota, isLimited, myUsageQuery, quotaState } from '#lib/quota.ts'
import { StateIcon } from '#ui/state-icon.tsx'
import { quotaTexts } from './quota.i18n.ts'
import classes from './quota.module.css'

/** Counters begin anew without a call being made. */
const everyMs = 5 * 60_000
const paceMs = 1000

/** In the top bar of every page: what is used and what is left; the way to the details. */
export default function QuotaBadge() {
  const t = useTexts(quotaTexts)
  const format = useFormat()
  useLiveRefresh(['get-my-usage', 'list-tool-calls'], ({ type }) => type === 'usage', paceMs)
  const { data } = useQuery({ ...myUsageQuery(), refetchInterval: everyMs })
  if (!data) return <span className={classes.room} />
  const quota = headlineQuota(data.quotas)
  if (!quota || !isLimited(quota)) {
    const label = t('badge.labelUnlimited', { used: format.number(data.calls_today) })
    return (
      <Badge label={label} state="up">
        <span className={classes.left}>{t('badge.unlimited')}</span>
      </Badge>
    )
  }
  const figures = {
    used: format.number(quota.used),
    limit: format.number(quota.limit),
    left: format.number(quota.remaining),
  }
  return (
    <Badge label={t('badge.label', figures)} state={quotaState(quota)}>
      <span className={classes.used}>{t('badge.used', figures)}</span>
      <span className={classes.left}>{t('badge.left', figures)}</span>
    </Badge>
  )
}

interface BadgeProps {
  readonly label: string
  readonly state: 'up' | 'degraded' | 'down'
  readonly children: React.ReactNode
}

function Badge({ label, state, children }: BadgeProps) {
  const t = useTexts(quotaTexts)
  return (
    <Tooltip label={label}>
      <Link to="/me" search={{ tab: 'use' } as never} className={classes.badge} data-state={state}>
        {state === 'up' ? <Wrench size={14} strokeWidth={1.75} aria-hidden /> : <StateIcon state={state} decorative />}
        {children}
        <span className="b-visually-hidden">{t('badge.open')}</span>
      </Link>
    </Tooltip>
  )
}
