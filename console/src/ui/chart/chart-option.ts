import type { EChartsCoreOption } from 'echarts/core'
import { isDayStep, timeTicks } from '#lib/time-ticks.ts'
import type { ChartPoint, ChartSeries, ChartSpan } from './series.ts'

export interface ChartOptionParts {
  readonly series: readonly ChartSeries[]
  readonly spans: readonly ChartSpan[]
  readonly from: number
  readonly to: number
  readonly zone: string
  readonly width: number
  readonly font: string
  /** The top of the axis, for shares that must be seen against 100 %. */
  readonly max?: number | undefined
  readonly min?: number | undefined
  /** Into how many parts the axis is cut, where its top is fixed. */
  readonly parts?: number | undefined
  /** Reads a token of tokens.css. */
  color(token: string): string
  value(figure: number): string
  /** A tick of the time axis; `isDay` when ticks are whole days apart. */
  tick(at: number, isDay: boolean): string
  /** Draws what the pointer is over; text nodes only, so that no name is ever read as HTML. */
  tooltip(at: number): HTMLElement
}

const tickWidth = 76

/** Everything about how our charts look; the drawing library only draws. */
export function chartOption(parts: ChartOptionParts): EChartsCoreOption {
  const { ticks, step } = timeTicks(parts.from, parts.to, Math.max(2, Math.floor(parts.width / tickWidth)), parts.zone)
  const label = { color: parts.color('faint'), fontFamily: parts.font, fontSize: 12 }
  return {
    animation: false,
    grid: { left: 4, right: 12, top: 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    textStyle: { fontFamily: parts.font },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: parts.color('raised'),
      borderColor: parts.color('line-strong'),
      padding: [8, 12],
      textStyle: { color: parts.color('text'), fontSize: 13, fontFamily: parts.font },
      axisPointer: { type: 'line', lineStyle: { color: parts.color('line-strong'), type: 'solid' } },
      formatter: (items: unknown) => parts.tooltip(axisValue(items)),
    },
    xAxis: {
      type: 'value',
      min: parts.from,
      max: parts.to,
      axisLine: { lineStyle: { color: parts.color('line-strong') } },
      splitLine: { show: false },
      axisTick: { show: true, customValues: ticks, lineStyle: { color: parts.color('line-strong') } },
      axisLabel: {
        ...label,
        customValues: ticks,
        hideOverlap: true,
        formatter: (at: number) => parts.tick(at, isDayStep(step)),
      },
    },
    yAxis: {
      type: 'value',
      ...(parts.min === undefined ? {} : { min: parts.min }),
      // Shares end at 100 %: equal parts, so that no tick stands beside the end.
      ...(parts.max === undefined
        ? { splitNumber: 4 }
        : { max: parts.max, interval: (parts.max - (parts.min ?? 0)) / (parts.parts ?? 4) }),
      axisLabel: { ...label, formatter: (figure: number) => parts.value(figure) },
      splitLine: { lineStyle: { color: parts.color('line') } },
    },
    series: [...parts.series.flatMap((series, index) => draw(series, index, parts)), ...shade(parts)],
  }
}

/** With trigger `axis` the library hands an array; its first item knows where the pointer is. */
const axisValue = (items: unknown): number => {
  const first = (Array.isArray(items) ? items[0] : items) as { axisValue?: number; value?: [number] } | undefined
  return Number(first?.axisValue ?? first?.value?.[0] ?? 0)
}

export const seriesColor = (series: ChartSeries, index: number): string => series.color ?? `chart-${(index % 6) + 1}`

function draw(series: ChartSeries, index: number, parts: ChartOptionParts): object[] {
  const color = parts.color(seriesColor(series, index))
  if (series.kind === 'bar') {
    return [
      {
        type: 'bar',
        name: series.name,
        data: series.points,
        stack: series.stack,
        itemStyle: { color },
        barMaxWidth: 24,
        barCategoryGap: '25%',
      },
    ]
  }
  if (series.kind === 'area') {
    return [
      {
        type: 'line',
        name: series.name,
        data: withLonePoints(series.points),
        stack: series.stack,
        stackStrategy: 'all',
        connectNulls: false,
        symbol: 'none',
        lineStyle: { opacity: 0 },
        itemStyle: { color },
        areaStyle: { color, opacity: 0.75 },
        emphasis: { disabled: true },
      },
    ]
  }
  const line = {
    type: 'line',
    name: series.name,
    data: withLonePoints(series.points),
    // A gap stays a gap: a line across it would claim what nobody measured.
    connectNulls: false,
    symbol: 'none',
    lineStyle: { color, width: 1.75 },
    itemStyle: { color },
    emphasis: { disabled: true },
    z: 3,
  }
  return series.band ? [...band(series, color), line] : [line]
}

const lonePoint = { symbol: 'circle', symbolSize: 5 }

/** A measurement between two gaps has no line to be seen by: it is drawn as a point. */
function withLonePoints(points: readonly ChartPoint[]): (ChartPoint | object)[] {
  const isGap = (index: number) => (points[index]?.[1] ?? null) === null
  return points.map((point, index) =>
    !isGap(index) && isGap(index - 1) && isGap(index + 1) ? { value: point, ...lonePoint } : point,
  )
}

/** The area between two lines: an unseen line, and on top of it the difference. */
function band(series: ChartSeries, color: string): object[] {
  const upper = new Map(series.band?.points)
  const difference = series.points.map(([at, low]) => {
    const high = upper.get(at)
    return [at, low === null || high === null || high === undefined ? null : Math.max(0, high - low)]
  })
  const unseen = {
    type: 'line',
    symbol: 'none',
    lineStyle: { opacity: 0 },
    stack: `band-${series.key}`,
    stackStrategy: 'all',
    emphasis: { disabled: true },
    silent: true,
  }
  return [
    { ...unseen, name: `${series.name}-base`, data: series.points },
    { ...unseen, name: series.band?.name, data: difference, areaStyle: { color, opacity: 0.16 } },
  ]
}

function shade(parts: ChartOptionParts): object[] {
  if (parts.spans.length === 0) return []
  const data = parts.spans.map(({ from, to, tone = 'down' }) => [
    { xAxis: Math.max(from, parts.from), itemStyle: { color: parts.color(tone), opacity: 0.14 } },
    { xAxis: Math.min(to ?? parts.to, parts.to) },
  ])
  return [{ type: 'line', data: [], silent: true, markArea: { silent: true, data } }]
}
