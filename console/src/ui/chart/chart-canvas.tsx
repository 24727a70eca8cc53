import { useComputedColorScheme } from '@mantine/core'
import type { ECharts, EChartsCoreOption } from 'echarts/core'
import { useEffect, useRef } from 'react'
import { init } from './echarts.ts'

/** What a drawing must know of where it is: a canvas inherits nothing from the page. */
export interface ChartPlace {
  readonly width: number
  readonly font: string
  /** Reads a token of tokens.css. */
  color(token: string): string
}

export interface ChartCanvasProps {
  readonly height: number
  /** Called again when size, theme or data change. */
  buildOption(place: ChartPlace): EChartsCoreOption
  onReady?(chart: ECharts | null): void
}

/** Owns one drawing: makes it, resizes it, repaints it when the theme changes, and lets it go. */
export default function ChartCanvas({ height, buildOption, onReady }: ChartCanvasProps) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts>(undefined)
  const build = useRef(buildOption)
  const scheme = useComputedColorScheme()

  const paint = () => {
    const element = place.current
    if (!element || !chart.current) return
    const style = getComputedStyle(element)
    const color = (token: string) => style.getPropertyValue(`--b-${token}`).trim()
    const option = build.current({ width: element.clientWidth, font: style.fontFamily, color })
    chart.current.setOption(option, { notMerge: true })
  }
  const latestPaint = useRef(paint)
  latestPaint.current = paint

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once, painted below
  useEffect(() => {
    const element = place.current
    if (!element) return
    const made = init(element, undefined, { renderer: 'canvas' })
    chart.current = made
    onReady?.(made)
    const observer = new ResizeObserver(() => {
      made.resize()
      latestPaint.current()
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
      onReady?.(null)
      made.dispose()
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new theme needs new colours from the same option
  useEffect(() => {
    build.current = buildOption
    latestPaint.current()
  }, [buildOption, scheme])

  return <div ref={place} style={{ height }} aria-hidden />
}
