import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { History, KeyRound } from 'lucide-react'
import { useState } from 'react'
import { queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMayAccess } from '#lib/me.ts'
import { useNow } from '#lib/now.ts'
import { periodMoments } from '#lib/period.ts'
import { useZone } from '#lib/preferences.ts'
import { useUrlState } from '#lib/url-state.ts'
import { Card, CardRow } from '#ui/card.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { HeatMap } from './heat-map.tsx'
import { BarLegend, RankedBars, type RankedRow } from './ranked-bars.tsx'
import { usageTexts } from './usage.i18n.ts'
import classes from './usage-cards.module.css'
import { CallsChart, rowsOfTools, useCallerRows, useTokenRows } from './usage-charts.tsx'
import type { UsageStats } from './usage-input.ts'
import { useLiveUsage } from './use-live-usage.ts'

const choices = ['24h', '7d', '30d'] as const
const calmPaceMs = 30_000

/** How tools are used, on the dashboard: everybody’s for those who may see it, else one's own. */
export default function UsageCards() {
  const t = useTexts(usageTexts)
  const seesAll = useMayAccess()('usage.read')
  const [{ use }, change] = useUrlState({ use: '7d' })
  const period = choices.find((one) => one === use) ?? '7d'
  const stats = useUsage(period)
  useLiveUsage(['get-usage-stats'], calmPaceMs)
  return (
    <section className={classes.section} aria-label={t('dashboard.title')}>
      <div className={classes.head}>
        <h2>{t('dashboard.title')}</h2>
        <Link to="/usage" search={(period === '30d' ? {} : { period }) as never}>
          {t('dashboard.all')}
        </Link>
        <SegmentedControl
          size="xs"
          aria-label={t('dashboard.period')}
          data={choices.map((value) => ({ value, label: t(`dashboard.periods.${value}`) }))}
          value={period}
          onChange={(value) => change({ use: value })}
        />
      </div>
      <Cards stats={stats} seesAll={seesAll} period={period} />
    </section>
  )
}

function useUsage(period: string, more: { person?: number; token?: number } = {}, enabled = true) {
  const zone = useZone()
  const now = useNow()
  const { data } = useQuery({
    ...queryOf('get-usage-stats', { ...more, ...periodMoments({ period }, now, zone) }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    refetchInterval: 300_000,
    enabled,
  })
  return data
}

interface CardsProps {
  readonly stats: UsageStats | undefined
  readonly seesAll: boolean
  readonly period: string
}

function Cards({ stats, seesAll, period }: CardsProps) {
  const t = useTexts(usageTexts)
  if (stats?.calls === 0) return <NoUse />
  return (
    <>
      <CardRow min={420}>
        <Card>
          <CallsChart stats={stats} height={232} />
        </Card>
        <Card title={t('dashboard.tools')} actions={<BarLegend />}>
          <RankedBars isMono rows={rowsOfTools(stats)} most={6} />
        </Card>
      </CardRow>
      <CardRow min={420}>
        {seesAll ? <People stats={stats} period={period} /> : <OwnTokens stats={stats} />}
        <Card title={t('dashboard.heat')}>
          {stats ? <HeatMap counts={stats.heat_map} /> : <Skeleton height={206} />}
        </Card>
      </CardRow>
    </>
  )
}

function OwnTokens({ stats }: { readonly stats: UsageStats | undefined }) {
  const t = useTexts(usageTexts)
  const rows = useTokenRows(stats)
  return (
    <Card title={t('dashboard.mine')}>
      <RankedBars rows={rows} most={5} />
    </Card>
  )
}

/** Who uses most; choosing one shows what they use. */
function People({ stats, period }: { readonly stats: UsageStats | undefined; readonly period: string }) {
  const t = useTexts(usageTexts)
  const [picked, setPicked] = useState<RankedRow>()
  const rows = useCallerRows(stats)
  return (
    <Card title={t('dashboard.people')}>
      <div className={classes.people}>
        <RankedBars
          rows={rows}
          most={5}
          picked={picked?.key}
          pickLabel={({ name }) => t('dashboard.topOf', { name })}
          onPick={(row) => setPicked(row.key === picked?.key ? undefined : row)}
        />
        <div className={classes.top} aria-live="polite">
          {picked ? <TopTools who={picked} period={period} /> : <p className={classes.hint}>{t('dashboard.pick')}</p>}
        </div>
      </div>
    </Card>
  )
}

function TopTools({ who, period }: { readonly who: RankedRow; readonly period: string }) {
  const t = useTexts(usageTexts)
  const [kind, id] = who.key.split(':')
  const stats = useUsage(period, { [kind as 'person']: Number(id) })
  return (
    <>
      <h3>{t('dashboard.topOf', { name: who.name })}</h3>
      <RankedBars isMono rows={rowsOfTools(stats)?.slice(0, 5)} most={5} />
    </>
  )
}

function NoUse() {
  const t = useTexts(usageTexts)
  const { data } = useQuery(queryOf('list-tool-calls', { page_size: 1 }))
  // Something was called once, only not lately: then there is no first step to take.
  const isFirst = data?.total === 0
  return (
    <Card>
      <EmptyState
        icon={History}
        title={t(isFirst ? 'empty.title' : 'charts.none')}
        text={isFirst ? t('empty.text') : undefined}
        action={
          isFirst && (
            <Button
              component={Link}
              to="/me"
              search={{ tab: 'tokens' } as never}
              variant="default"
              leftSection={<KeyRound size={15} aria-hidden />}
            >
              {t('empty.action')}
            </Button>
          )
        }
      />
    </Card>
  )
}
