import { useMemo } from 'react'
import { useNow } from './now.ts'
import { useUrlState } from './url-state.ts'

/** How far back a chart looks. */
export const timeRanges = ['6h', '24h', '3d', '7d', '30d'] as const
export type TimeRange = (typeof timeRanges)[number]

const hour = 3_600_000
const rangeMs: Readonly<Record<TimeRange, number>> = {
  '6h': 6 * hour,
  '24h': 24 * hour,
  '3d': 72 * hour,
  '7d': 168 * hour,
  '30d': 720 * hour,
}

export interface RangeState {
  readonly range: TimeRange
  readonly from: number
  readonly to: number
  setRange(range: TimeRange): void
}

/** The window of the charts on a page, in the URL as `?range=`. Its end moves on with the minute. */
export function useTimeRange(fallback: TimeRange = '24h'): RangeState {
  const [state, change] = useUrlState({ range: fallback as string })
  const minute = Math.floor(useNow() / 60_000)
  const range = timeRanges.find((one) => one === state.range) ?? fallback
  return useMemo(() => {
    const to = (minute + 1) * 60_000
    return { range, from: to - rangeMs[range], to, setRange: (next) => change({ range: next }) }
  }, [range, minute, change])
}
