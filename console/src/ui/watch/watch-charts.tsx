import type { ChartView } from '@bongsu/contract/results.ts'
import { useMemo } from 'react'
import { useTexts } from '#lib/i18n.ts'
import type { RangeState } from '#lib/time-range.ts'
import type { ChartSpan } from '../chart/series.ts'
import { TimeChart } from '../chart/time-chart.tsx'
import { availabilitySeries, latencySeries, phaseSeries, shareFloor } from './chart-series.ts'
import { outcomeTexts } from './outcome/outcome.i18n.ts'
import { watchTexts } from './watch.i18n.ts'

interface WatchChartProps {
  readonly chart: ChartView | undefined
  /** The window to show until the chart has come. */
  readonly window: Pick<RangeState, 'from' | 'to'>
  readonly spans?: readonly ChartSpan[]
  readonly height?: number
}

const noSpans: readonly ChartSpan[] = []
const noPoints: ChartView['points'] = []

/** The frame the server chose, so that its steps fall on the ticks; before it has come, the one that was asked for. */
const frameOf = (chart: ChartView | undefined, window: WatchChartProps['window']) =>
  chart ? { from: Date.parse(chart.from), to: Date.parse(chart.to) } : window

/** Median and 95th percentile of the answers, incidents shaded. */
export function LatencyChart({ chart, window, spans = noSpans, height = 220 }: WatchChartProps) {
  const t = useTexts(watchTexts)
  const series = useMemo(
    () => latencySeries(chart?.points ?? noPoints, { median: t('chart.median'), p95: t('chart.p95') }),
    [chart, t],
  )
  return (
    <TimeChart
      title={t('chart.latency')}
      unit="ms"
      {...frameOf(chart, window)}
      series={series}
      spans={spans}
      height={height}
      isPending={chart === undefined}
    />
  )
}

/** The share of looks that found an answer. */
export function AvailabilityChart({ chart, window, spans = noSpans, height = 220 }: WatchChartProps) {
  const t = useTexts(watchTexts)
  const series = useMemo(() => availabilitySeries(chart?.points ?? noPoints, t('chart.availability')), [chart, t])
  return (
    <TimeChart
      title={t('chart.availability')}
      unit="percent"
      {...frameOf(chart, window)}
      series={series}
      spans={spans}
      min={shareFloor(series)}
      height={height}
      isPending={chart === undefined}
    />
  )
}

/** Where the time goes, on average: DNS, connect, TLS, first byte, download. */
export function PhaseChart({ chart, window, height = 220 }: WatchChartProps) {
  const t = useTexts(watchTexts)
  const phases = useTexts(outcomeTexts)
  const series = useMemo(
    () => phaseSeries(chart?.points ?? noPoints, (phase) => phases(`phase.${phase}`)),
    [chart, phases],
  )
  return (
    <TimeChart
      title={t('chart.phases')}
      unit="ms"
      {...frameOf(chart, window)}
      series={series}
      height={height}
      isPending={chart === undefined}
    />
  )
}
