import { displayStates } from '@bongsu/contract/states.ts'
import { useQuery } from '@tanstack/react-query'
import { queryOf } from '#lib/api.ts'
import { useWatchedTopic } from '#lib/live.ts'
import { useLiveRefresh } from '#lib/live-refresh.ts'
import { useReportOverallState, worstState } from '#lib/overall-state.ts'

/** Draws nothing: tells the browser tab and the rail's mark how everything is, on every page. */
export default function OverallState() {
  const { data } = useQuery({ ...queryOf('get-dashboard-summary'), staleTime: 60_000, refetchInterval: 120_000 })
  useWatchedTopic('dashboard')
  useWatchedTopic('incident')
  useLiveRefresh(['get-dashboard-summary'], ({ type }) => type === 'dashboard' || type === 'incident')
  // A project nobody has looked at yet is no reason for a mark; an outage is.
  const present = displayStates.filter((state) => state !== 'unknown' && (data?.projects[state] ?? 0) > 0)
  useReportOverallState(worstState(present))
  return null
}
