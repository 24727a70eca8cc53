import { useQuery } from '@tanstack/react-query'
import { type OutputOf, queryOf } from '#lib/api.ts'
import type { HistorySlot } from '../history-strip.tsx'

const stripSlots = 40

/** The true shape of a strip that is on its way. */
export const noSlots: readonly HistorySlot[] = Array.from({ length: stripSlots }, (_slot, index) => ({
  at: index,
  state: null,
}))

/** The newest results of each monitor, in one call, filled up at the front so that all strips are of one length. */
export function useMonitorStrips(monitorIds: readonly number[]): ReadonlyMap<number, readonly HistorySlot[]> {
  const { data } = useQuery({
    ...queryOf('get-history-strips', { monitor_ids: [...monitorIds], slots: stripSlots }),
    enabled: monitorIds.length > 0,
    staleTime: 30_000,
    select: toMap,
    placeholderData: (before) => before,
  })
  return data ?? none
}

const none: ReadonlyMap<number, readonly HistorySlot[]> = new Map()

const toMap = ({ items }: OutputOf<'get-history-strips'>): ReadonlyMap<number, readonly HistorySlot[]> =>
  new Map(
    items.map(({ monitor_id, slots }) => [
      monitor_id,
      filledUp(slots.map(({ slot_at, state, duration_ms }) => ({ at: slot_at, state, duration_ms }))),
    ]),
  )

const filledUp = (slots: readonly HistorySlot[]): readonly HistorySlot[] => [
  ...noSlots.slice(0, Math.max(0, stripSlots - slots.length)),
  ...slots,
]
