import { useWatchedProjects, useWatchedTopic } from '#lib/live.ts'
import { isAboutLooks, useLiveRefresh } from '#lib/live-refresh.ts'

/** Looks may come every few seconds; a call for each would use up what a person may ask. */
const lookPaceMs = 10_000

/** Keeps one project's page alive: after a look its monitors and strips, after a change of state everything about it. */
export function useLiveProject(id: number): void {
  useWatchedProjects([id])
  useWatchedTopic('dashboard')
  useLiveRefresh(
    ['get-project', 'list-project-monitors', 'get-history-strips'],
    (message) => isAboutLooks(id, message),
    lookPaceMs,
  )
  useLiveRefresh(
    ['get-project', 'get-project-uptime', 'get-project-chart', 'list-incidents'],
    ({ type, project_ids }) => type === 'dashboard' && (project_ids?.includes(id) ?? false),
  )
}
