import type { IncidentView } from '@bongsu/contract/incidents.ts'
import type { ChartView } from '@bongsu/contract/results.ts'
import type { ChartPoint, ChartSeries, ChartSpan } from '../chart/series.ts'
import { type PhaseName, phaseColors, phaseNames } from './outcome/phases.ts'

type Points = ChartView['points']
type Figure = (point: Points[number]) => number | null

const pointsOf = (points: Points, figure: Figure): ChartPoint[] =>
  withoutPauses(points.map((point) => [Date.parse(point.at), figure(point)]))

/**
 * A chart has more steps than a slow monitor has looks. Empty steps between two looks that are as far apart as looks
 * usually are here are a pause, not a gap: they are left out, so that the line goes on. What is longer stays a gap.
 */
export function withoutPauses(points: readonly ChartPoint[]): ChartPoint[] {
  const measured = points.flatMap(([at, value]) => (value === null ? [] : [at]))
  const distances = measured.slice(1).map((at, index) => at - (measured[index] as number))
  const usual = [...distances].sort((a, b) => a - b)[Math.floor(distances.length / 2)]
  if (usual === undefined) return [...points]
  const kept: ChartPoint[] = []
  let next = 0
  for (const [at, value] of points) {
    if (value !== null) {
      kept.push([at, value])
      next++
      continue
    }
    const [before, after] = [measured[next - 1], measured[next]]
    const isPause = before !== undefined && after !== undefined && after - before <= usual * longestPause
    if (!isPause) kept.push([at, null])
  }
  return kept
}

/** Slots are not minutes of the clock: one look may fall a step later than the one before. */
const longestPause = 1.7

/** The usual answer time as a line, up to the slow ones as a band. */
export const latencySeries = (
  points: Points,
  names: { readonly median: string; readonly p95: string },
): ChartSeries[] => [
  {
    key: 'p50',
    name: names.median,
    points: pointsOf(points, ({ p50_ms }) => p50_ms),
    band: { name: names.p95, points: pointsOf(points, ({ p95_ms }) => p95_ms) },
  },
]

export const availabilitySeries = (points: Points, name: string): ChartSeries[] => [
  {
    key: 'availability',
    name,
    color: 'chart-3',
    points: pointsOf(points, ({ availability }) => (availability === null ? null : availability / 100)),
  },
]

const floors = [0.99, 0.95, 0.9, 0.75, 0.5]

/**
 * Where the axis of shares begins: services are up nearly always, and from 0 % an outage of an hour is a hair. Four fixed
 * beginnings, so that most charts still share one.
 */
export function shareFloor(series: readonly ChartSeries[]): number {
  const lowest = Math.min(1, ...series.flatMap(({ points }) => points.flatMap(([, value]) => value ?? [])))
  return floors.find((floor) => lowest >= floor) ?? 0
}

/** Where the time went, phase on phase; only phases that some look had. */
export const phaseSeries = (points: Points, name: (phase: PhaseName) => string): ChartSeries[] =>
  phaseNames
    .filter((phase) => points.some(({ phases }) => phases?.[phase] !== undefined))
    .map((phase) => ({
      key: phase,
      name: name(phase),
      kind: 'area',
      stack: 'phases',
      color: phaseColors[phase],
      points: pointsOf(points, ({ phases }) => (phases ? (phases[phase] ?? 0) : null)),
    }))

/** Incidents as shaded stretches, those that are open up to now. */
export const incidentSpans = (incidents: readonly IncidentView[]): ChartSpan[] =>
  incidents.map(({ opened_at, resolved_at, monitor, message }) => ({
    from: Date.parse(opened_at),
    to: resolved_at === null ? null : Date.parse(resolved_at),
    label: `${monitor.name}: ${message}`,
    tone: 'down',
  }))
