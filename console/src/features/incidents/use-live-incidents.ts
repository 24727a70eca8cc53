import type { OperationName } from '#lib/api.ts'
import { markChanged } from '#lib/changed.ts'
import { useLive, useWatchedTopic } from '#lib/live.ts'
import { useLiveRefresh } from '#lib/live-refresh.ts'

/** What acknowledging, noting and ending an incident shows in. */
export const incidentTouches: readonly OperationName[] = ['get-incident', 'list-incidents', 'get-dashboard-summary']

/** Keeps lists of incidents alive; the row that has news is marked. */
export function useLiveIncidents(): void {
  useWatchedTopic('incident')
  useLive(({ type, incident_id }) => {
    if (type === 'incident' && incident_id !== undefined) markChanged(`incident:${incident_id}`)
  })
  useLiveRefresh(['list-incidents'], ({ type }) => type === 'incident')
}

/** Keeps the page of one incident alive. */
export function useLiveIncident(id: number): void {
  useWatchedTopic('incident')
  useLiveRefresh(
    ['get-incident', 'list-incident-deliveries', 'get-result'],
    ({ type, incident_id }) => type === 'incident' && incident_id === id,
  )
}
