import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { FlaskConical } from 'lucide-react'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { headlineQuota, isLimited, type MyUsage, myUsageQuery, quotaState } from '#lib/quota.ts'
import { Card, CardRow, StatCard } from '#ui/card.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { StateIcon } from '#ui/state-icon.tsx'
import { QuotaBar } from '#ui/tools/quota-bar.tsx'
import { quotaTexts } from './quota.i18n.ts'
import classes from './quota.module.css'

/** On my page: what I used today, and what every limit leaves me. */
export default function MyUse() {
  const { data, error, refetch } = useQuery(myUsageQuery())
  if (data) return <Use usage={data} />
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  return <Skeleton height={320} radius={10} aria-busy />
}

function Use({ usage }: { readonly usage: MyUsage }) {
  const t = useTexts(quotaTexts)
  const format = useFormat()
  const { calls_today: calls, succeeded_today: succeeded, quotas, top_tools: top } = usage
  const unsuccessful = calls - succeeded
  return (
    <div className={classes.use}>
      <CardRow min={160}>
        <StatCard label={t('use.today')} value={format.number(calls)} />
        <StatCard label={t('use.succeeded')} value={format.number(succeeded)} />
        <StatCard
          label={t('use.failed')}
          value={format.number(unsuccessful)}
          {...(unsuccessful > 0 ? { tone: 'down' as const, icon: <StateIcon state="down" decorative /> } : {})}
        />
        <Left usage={usage} />
      </CardRow>
      <div className={classes.columns}>
        <Card title={t('use.limits')}>
          <p className={classes.dim}>{t('use.limitsText')}</p>
          <div className={classes.bars}>
            {quotas.length === 0 && <p className={classes.dim}>{t('use.noLimits')}</p>}
            {quotas.map((quota) => (
              <QuotaBar key={`${quota.target_kind} ${quota.target} ${quota.window}`} quota={quota} />
            ))}
          </div>
        </Card>
        <Card title={t('use.top')}>{top.length === 0 ? <NothingYet /> : <TopTools top={top} />}</Card>
      </div>
    </div>
  )
}

function Left({ usage: { quotas } }: { readonly usage: MyUsage }) {
  const t = useTexts(quotaTexts)
  const format = useFormat()
  const quota = headlineQuota(quotas)
  if (!quota || !isLimited(quota)) return <StatCard label={t('use.left')} value={t('use.unlimited')} />
  const state = quotaState(quota)
  return (
    <StatCard
      label={t('use.left')}
      value={format.number(quota.remaining)}
      hint={t('badge.used', { used: format.number(quota.used), limit: format.number(quota.limit) })}
      {...(state === 'up' ? {} : { tone: state, icon: <StateIcon state={state} decorative /> })}
    />
  )
}

function TopTools({ top }: { readonly top: MyUsage['top_tools'] }) {
  const t = useTexts(quotaTexts)
  const most = Math.max(...top.map(({ calls }) => calls))
  return (
    <ol className={classes.top}>
      {top.map(({ tool, calls }) => (
        <li key={tool} style={{ '--share': calls / most }}>
          <Link to={`/tools/${tool}`}>{tool}</Link>
          <span>{t('use.calls', { count: calls })}</span>
        </li>
      ))}
    </ol>
  )
}

function NothingYet() {
  const t = useTexts(quotaTexts)
  return (
    <div className={classes.nothing}>
      <p className={classes.dim}>{t('use.topNone')}</p>
      <Button
        component={Link}
        to="/tester"
        size="compact-sm"
        variant="default"
        leftSection={<FlaskConical size={14} aria-hidden />}
      >
        {t('use.try')}
      </Button>
    </div>
  )
}
