import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type OutputOf, queryOf } from '#lib/api.ts'
import type { HistorySlot } from '#ui/history-strip.tsx'
import { daySlots } from '#ui/watch/uptime-days.ts'

export interface ProjectHistory {
  readonly slots: readonly HistorySlot[]
  /** Share of 0…1 of the last 24 hours, `null` without data. */
  readonly uptime: number | null
}

const days = 30
/** As many as one call takes. */
const atOnce = 50

/** The true shape of a strip that is on its way. */
export const blankHistory: readonly HistorySlot[] = Array.from({ length: days }, () => ({ at: null, state: null }))

/** Daily bars and uptime of the projects on screen. */
export function useProjectHistory(ids: readonly number[]): ReadonlyMap<number, ProjectHistory> {
  const sorted = [...ids].sort((a, b) => a - b)
  const chunks = Array.from({ length: Math.ceil(sorted.length / atOnce) }, (_chunk, index) =>
    sorted.slice(index * atOnce, (index + 1) * atOnce),
  )
  const answers = useQueries({
    queries: chunks.map((project_ids) => ({
      ...queryOf('list-project-uptimes', { project_ids, days }),
      staleTime: 120_000,
      refetchInterval: 300_000,
    })),
  })
  const parts = answers.flatMap(({ data }) => (data ? [data] : []))
  const key = answers.map(({ dataUpdatedAt }) => dataUpdatedAt).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the moments stand for the data
  return useMemo(() => new Map(parts.flatMap(historiesOf)), [key])
}

const historiesOf = ({ time_zone, items }: OutputOf<'list-project-uptimes'>): [number, ProjectHistory][] =>
  items.map(({ project_id, uptime_24h, days }) => [
    project_id,
    { uptime: uptime_24h === null ? null : uptime_24h / 100, slots: daySlots(days, time_zone) },
  ])
