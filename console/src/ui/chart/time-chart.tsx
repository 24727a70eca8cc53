import { ActionIcon, Menu, Skeleton } from '@mantine/core'
import type { ECharts } from 'echarts/core'
import { Ellipsis } from 'lucide-react'
import { lazy, Suspense, useCallback, useRef, useState } from 'react'
import { downloadCsv } from '#lib/download.ts'
import { type TimeStyle, useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { useZone } from '#lib/preferences.ts'
import { isMidnight } from '#lib/time-ticks.ts'
import { uiTexts } from '../ui.i18n.ts'
import classes from './chart.module.css'
import type { ChartPlace } from './chart-canvas.tsx'
import { ChartLegend } from './chart-legend.tsx'
import { chartOption } from './chart-option.ts'
import { ChartTable } from './chart-table.tsx'
import { chartTooltip } from './chart-tooltip.ts'
import { savePng } from './save-png.ts'
import { type ChartSeries, type ChartSpan, csvOf, extent, linesOf } from './series.ts'

const ChartCanvas = lazy(() => import('./chart-canvas.tsx'))

/** The same thing always has the same axis: the unit decides it, not the data. */
type ChartUnit = 'ms' | 'percent' | 'count' | 'bytes'

export interface TimeChartProps {
  /** What it shows; also the name of a saved file. */
  readonly title: string
  readonly unit: ChartUnit
  /** The window, whether or not there is data for all of it. */
  readonly from: number
  readonly to: number
  readonly series: readonly ChartSeries[]
  readonly spans?: readonly ChartSpan[]
  readonly height?: number
  readonly isPending?: boolean
  /** How the moment of a point is told: `day` where each stands for a whole one. */
  readonly moment?: TimeStyle
  /** Lowest figure of the axis; 0 unless said, so that shapes do not exaggerate. */
  readonly min?: number
}

/** Lines, bands and bars over time, with gaps, shaded incidents, a table view, PNG and CSV. */
export function TimeChart(props: TimeChartProps) {
  const { title, series, height = 220, isPending = false } = props
  const t = useTexts(uiTexts)
  const [isTable, setTable] = useState(false)
  const chart = useRef<ECharts | null>(null)
  const figure = useFigure(props.unit)
  const isEmpty = linesOf(series).every(({ points }) => extent(points) === undefined)
  return (
    <figure className={classes.chart}>
      <div className={classes.head}>
        <figcaption className={classes.title}>{title}</figcaption>
        <ChartLegend series={series} />
        <ChartMenu isTable={isTable} onTable={setTable} chart={chart} {...props} />
      </div>
      {isPending ? (
        <Skeleton height={height} />
      ) : isEmpty ? (
        <div className={classes.empty} style={{ height }}>
          {t('chart.empty')}
        </div>
      ) : isTable ? (
        <ChartTable series={series} figure={figure} title={title} moment={props.moment} />
      ) : (
        <Drawing {...props} height={height} figure={figure} chart={chart} />
      )}
    </figure>
  )
}

const noSpans: readonly ChartSpan[] = []

interface DrawingProps extends TimeChartProps {
  readonly height: number
  readonly chart: React.RefObject<ECharts | null>
  figure(value: number | null): string
}

function Drawing({
  series,
  spans = noSpans,
  from,
  to,
  unit,
  min = 0,
  moment = 'minute',
  height,
  figure,
  chart,
}: DrawingProps) {
  const t = useTexts(uiTexts)
  const format = useFormat()
  const zone = useZone()
  const buildOption = useCallback(
    (place: ChartPlace) =>
      chartOption({
        ...place,
        series,
        spans,
        from,
        to,
        zone,
        min,
        max: unit === 'percent' ? 1 : undefined,
        ...(unit === 'percent' ? { parts: shareParts(min), value: shareTick } : { value: figure }),
        tick: (at, isDay) => format.time(at, isDay || isMidnight(at, zone) ? 'day' : 'clock'),
        tooltip: (at) =>
          chartTooltip({
            at,
            series,
            spans,
            color: place.color,
            figure,
            time: (at) => format.time(at, moment),
          }),
      }),
    [series, spans, from, to, zone, min, unit, moment, figure, format],
  )
  const summary = linesOf(series).flatMap(({ name, points }) => {
    const range = extent(points)
    return range
      ? [t('chart.summary', { name, last: figure(range.last), min: figure(range.min), max: figure(range.max) })]
      : []
  })
  const keep = useCallback(
    (made: ECharts | null) => {
      chart.current = made
    },
    [chart],
  )
  return (
    <div role="img" aria-label={summary.join('. ')}>
      <Suspense fallback={<Skeleton height={height} />}>
        <ChartCanvas height={height} buildOption={buildOption} onReady={keep} />
      </Suspense>
    </div>
  )
}

interface ChartMenuProps extends TimeChartProps {
  readonly isTable: boolean
  readonly chart: React.RefObject<ECharts | null>
  onTable(isTable: boolean): void
}

function ChartMenu({ title, series, isTable, chart, onTable }: ChartMenuProps) {
  const t = useTexts(uiTexts)
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon size="md" aria-label={`${title} ${t('chart.menu')}`}>
          <Ellipsis size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onTable(!isTable)}>{isTable ? t('chart.asChart') : t('chart.asTable')}</Menu.Item>
        <Menu.Item disabled={isTable} onClick={() => savePng(title, series, chart.current)}>
          {t('chart.png')}
        </Menu.Item>
        <Menu.Item onClick={() => downloadCsv(title, csvOf(series, t('chart.time')))}>{t('chart.csv')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** Fifths read as round figures (99.2 %, 98 %, 80 %) wherever the axis begins but at zero, where quarters do. */
const shareParts = (min: number): number => (min === 0 ? 4 : 5)

/** Without a digit more than it needs: 99.8 %, 98 %. */
const shareTick = (share: number): string => `${Number((share * 100).toFixed(2))} %`

function useFigure(unit: ChartUnit): (value: number | null) => string {
  const format = useFormat()
  return useCallback(
    (value) => {
      if (unit === 'ms') return format.ms(value)
      if (unit === 'percent') return format.percent(value)
      return unit === 'bytes' ? format.bytes(value) : format.number(value)
    },
    [unit, format],
  )
}
