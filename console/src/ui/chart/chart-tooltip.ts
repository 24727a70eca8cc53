import { seriesColor } from './chart-option.ts'
import { type ChartSeries, type ChartSpan, linesOf } from './series.ts'

interface TooltipParts {
  readonly at: number
  readonly series: readonly ChartSeries[]
  readonly spans: readonly ChartSpan[]
  color(token: string): string
  figure(value: number | null): string
  time(at: number): string
}

/** Built from text nodes: names come from people, and the library would read a string as HTML. */
export function chartTooltip({ at, series, spans, color, figure, time }: TooltipParts): HTMLElement {
  const box = document.createElement('div')
  const moment = nearestMoment(series, at)
  box.append(line(time(moment), '', color('faint')))
  for (const [index, one] of series.entries()) {
    for (const { name, points } of linesOf([one])) {
      const value = points.find(([pointAt]) => pointAt === moment)?.[1] ?? null
      box.append(line(name, figure(value), color(seriesColor(one, index))))
    }
  }
  for (const span of spans)
    if (span.from <= moment && moment <= (span.to ?? Number.POSITIVE_INFINITY))
      box.append(line(span.label, '', color(span.tone ?? 'down')))
  return box
}

function nearestMoment(series: readonly ChartSeries[], at: number): number {
  let nearest = at
  let distance = Number.POSITIVE_INFINITY
  for (const { points } of series) {
    for (const [pointAt] of points) {
      if (Math.abs(pointAt - at) < distance) [nearest, distance] = [pointAt, Math.abs(pointAt - at)]
    }
  }
  return nearest
}

function line(name: string, value: string, color: string): HTMLElement {
  const row = document.createElement('div')
  row.style.cssText = 'display:flex;justify-content:space-between;gap:16px'
  const label = document.createElement('span')
  label.style.color = color
  label.textContent = name
  const figure = document.createElement('b')
  figure.textContent = value
  row.append(label, figure)
  return row
}
