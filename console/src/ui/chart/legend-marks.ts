import { seriesColor } from './chart-option.ts'
import type { ChartSeries } from './series.ts'

export interface LegendMark {
  readonly key: string
  readonly name: string
  /** A token of tokens.css without its `--b-`. */
  readonly color: string
  readonly kind: 'line' | 'bar' | 'area' | 'band'
}

/** What a legend names; a chart of one plain line has its title for that. */
export function legendMarks(series: readonly ChartSeries[]): LegendMark[] {
  if (series.length === 1 && !series[0]?.band) return []
  return series.flatMap((one, index): LegendMark[] => {
    const color = seriesColor(one, index)
    const main = { key: one.key, name: one.name, color, kind: one.kind ?? 'line' }
    return one.band ? [main, { key: `${one.key}-band`, name: one.band.name, color, kind: 'band' }] : [main]
  })
}
