import type { CsvCell } from '#lib/download.ts'

/** A point in time and its figure; `null` is a gap, which is drawn as one. */
export type ChartPoint = readonly [at: number, value: number | null]

export interface ChartSeries {
  readonly key: string
  readonly name: string
  readonly points: readonly ChartPoint[]
  /** Draws the area from this line up to another one, such as p50 up to p95. */
  readonly band?: { readonly name: string; readonly points: readonly ChartPoint[] }
  readonly kind?: 'line' | 'bar' | 'area'
  /** Bars and areas of the same stack stand on each other. */
  readonly stack?: string
  /** A token of tokens.css without its `--b-`: `up`, `down`, `chart-1`. The next free chart colour unless said. */
  readonly color?: string
}

/** A stretch of time that is shaded: an incident, a maintenance. */
export interface ChartSpan {
  readonly from: number
  readonly to: number | null
  readonly label: string
  readonly tone?: 'down' | 'maintenance'
}

export interface ChartLine {
  readonly key: string
  readonly name: string
  readonly points: readonly ChartPoint[]
}

/** Every line of a chart, bands included, as a table shows them. */
export const linesOf = (series: readonly ChartSeries[]): ChartLine[] =>
  series.flatMap(({ key, name, points, band }) => [
    { key, name, points },
    ...(band ? [{ key: `${key}-band`, name: band.name, points: band.points }] : []),
  ])

/** One row for each moment that any line knows, in order. */
export function tableOf(series: readonly ChartSeries[]): {
  names: string[]
  rows: { at: number; values: (number | null)[] }[]
} {
  const lines = linesOf(series)
  const byTime = lines.map((line) => new Map(line.points))
  const moments = [...new Set(lines.flatMap((line) => line.points.map(([at]) => at)))].sort((a, b) => a - b)
  return {
    names: lines.map((line) => line.name),
    rows: moments.map((at) => ({ at, values: byTime.map((points) => points.get(at) ?? null) })),
  }
}

export function csvOf(series: readonly ChartSeries[], timeName: string): CsvCell[][] {
  const { names, rows } = tableOf(series)
  return [[timeName, ...names], ...rows.map(({ at, values }) => [new Date(at).toISOString(), ...values])]
}

export function extent(points: readonly ChartPoint[]): { min: number; max: number; last: number } | undefined {
  const values = points.flatMap(([, value]) => (value === null ? [] : [value]))
  const last = values.at(-1)
  if (last === undefined) return undefined
  return { min: Math.min(...values), max: Math.max(...values), last }
}
