import { Button } from '@mantine/core'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { storedJson, storeJson, useZone } from '#lib/preferences.ts'
import { Card, CardRow } from '#ui/card.tsx'
import { TimeChart } from '#ui/chart/time-chart.tsx'
import { callSeries, durationSeries, isByHour, slotsOf } from './call-series.ts'
import { useSumName } from './names.ts'
import { BarLegend, RankedBars, type RankedRow } from './ranked-bars.tsx'
import { usageTexts } from './usage.i18n.ts'
import classes from './usage.module.css'
import type { UsageStats } from './usage-input.ts'

const halfDay = 12 * 3_600_000

/** How many calls, how they ended and how long they took, over the stretch that is asked for. */
export function CallsChart({
  stats,
  height = 180,
}: {
  readonly stats: UsageStats | undefined
  readonly height?: number
}) {
  const t = useTexts(usageTexts)
  const slots = useSlots(stats)
  const series = useMemo(
    () =>
      callSeries(slots, { succeeded: t('groups.succeeded'), failed: t('groups.failed'), refused: t('groups.refused') }),
    [slots, t],
  )
  return (
    <TimeChart
      title={t(stats && isByHour(stats) ? 'charts.perHour' : 'charts.perDay')}
      unit="count"
      {...frameOf(stats, slots)}
      series={series}
      height={height}
      isPending={stats === undefined}
    />
  )
}

function DurationChart({ stats, height = 180 }: { readonly stats: UsageStats | undefined; readonly height?: number }) {
  const t = useTexts(usageTexts)
  const slots = useSlots(stats)
  const series = useMemo(() => durationSeries(slots, { p50: t('charts.p50'), p95: t('charts.p95') }), [slots, t])
  return (
    <TimeChart
      title={t('charts.duration')}
      unit="ms"
      {...frameOf(stats, slots)}
      series={series}
      height={height}
      isPending={stats === undefined}
    />
  )
}

const noSlots: ReturnType<typeof slotsOf> = []

function useSlots(stats: UsageStats | undefined) {
  const zone = useZone()
  return useMemo(() => (stats ? slotsOf(stats, zone) : noSlots), [stats, zone])
}

/** The first and the last bar are whole ones, also where the stretch begins or ends within a day. */
function frameOf(stats: UsageStats | undefined, slots: ReturnType<typeof slotsOf>) {
  if (!stats) return { from: 0, to: 1 }
  const frame = { from: Date.parse(stats.from), to: Date.parse(stats.to) }
  if (isByHour(stats)) return frame
  const first = (slots[0]?.at ?? frame.from) - halfDay
  const last = (slots.at(-1)?.at ?? frame.to) + halfDay
  return { from: Math.min(frame.from, first), to: Math.max(frame.to, last), moment: 'day' as const }
}

export const rowsOfTools = (stats: UsageStats | undefined): RankedRow[] | undefined =>
  stats?.by_tool.map((sum) => ({ ...sum, key: sum.tool, name: sum.tool }))

/** People, whichever token they used; `person:7`, or `token:3` for a service token. */
export function useCallerRows(stats: UsageStats | undefined): RankedRow[] | undefined {
  const nameOf = useSumName()
  return stats?.by_person.map((sum) => ({
    ...sum,
    key: sum.person_id === null ? `token:${sum.token_id}` : `person:${sum.person_id}`,
    name: nameOf(sum),
  }))
}

/** One's own calls by what they were made with. */
export function useTokenRows(stats: UsageStats | undefined): RankedRow[] | undefined {
  const t = useTexts(usageTexts)
  return stats?.by_caller.map((sum) => ({
    ...sum,
    key: `token:${sum.token_id}`,
    name: sum.token_id === null ? t('charts.session') : (sum.name?.split(' · ').at(-1) ?? t('charts.nobody')),
  }))
}

interface UsageChartsProps {
  readonly stats: UsageStats | undefined
  readonly seesAll: boolean
  onNarrow(changes: { person?: string; token?: string; tool?: string }): void
}

const foldKey = 'usage.charts'

/** On a phone the list comes first. */
const isPhone = (): boolean => window.matchMedia('(max-width: 640px)').matches

/** Folded away, it stays so on this device: some come for the list alone. */
export function UsageCharts({ stats, seesAll, onNarrow }: UsageChartsProps) {
  const t = useTexts(usageTexts)
  const [{ isOpen }, setFold] = useState(() => storedJson(foldKey, { isOpen: !isPhone() }))
  const callers = useCallerRows(stats)
  const tokens = useTokenRows(stats)
  const toggle = () => {
    setFold({ isOpen: !isOpen })
    storeJson(foldKey, { isOpen: !isOpen })
  }
  const narrowTo = ({ key }: RankedRow) => {
    const [kind, id] = key.split(':')
    if (id !== 'null') onNarrow({ [kind as 'person']: id as string })
  }
  const pickLabel = ({ name }: RankedRow) => t('charts.narrow', { name })
  const Fold = isOpen ? ChevronUp : ChevronDown
  return (
    <section className={classes.charts} aria-label={t('charts.perDay')}>
      {isOpen && (
        <>
          <CardRow min={360}>
            <Card>
              <CallsChart stats={stats} />
            </Card>
            <Card>
              <DurationChart stats={stats} />
            </Card>
          </CardRow>
          <CardRow min={360}>
            <Card title={t('charts.tools')} actions={<BarLegend />}>
              <RankedBars
                isMono
                rows={rowsOfTools(stats)}
                pickLabel={pickLabel}
                onPick={({ key }) => onNarrow({ tool: key })}
              />
            </Card>
            <Card title={t(seesAll ? 'charts.callers' : 'charts.tokens')}>
              <RankedBars rows={seesAll ? callers : tokens} pickLabel={pickLabel} onPick={narrowTo} />
            </Card>
          </CardRow>
        </>
      )}
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        className={classes.fold ?? ''}
        aria-expanded={isOpen}
        leftSection={<Fold size={14} aria-hidden />}
        onClick={toggle}
      >
        {t(isOpen ? 'charts.hide' : 'charts.show')}
      </Button>
    </section>
  )
}
