import { useNavigate } from '@tanstack/react-router'
import type { HistorySlot } from '../history-strip.tsx'

/** A bar of a monitor's strip leads to the result it stands for. */
export function useOpenSlot(): (monitorId: number) => (slot: HistorySlot) => void {
  const navigate = useNavigate()
  return (monitorId) =>
    ({ at }) => {
      if (at === null) return
      const search = { tab: 'results', result: new Date(at).toISOString() }
      void navigate({ to: '/monitors/$id', params: { id: String(monitorId) } as never, search: search as never })
    }
}
