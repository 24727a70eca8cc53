import { type People, personChanged, sessionsRevoked, tokensChanged } from '#features/identity/index.ts'
import { incidentTouched, noticeRaised, stateChanged } from '#features/incidents/index.ts'
import { resultsRecorded } from '#features/results/index.ts'
import { type Clock, second } from '#kernel/clock.ts'
import { eventType } from '#kernel/events.ts'
import type { Database, Events } from '#platform/db/contract.ts'
import { type Hub, Throttle } from '#platform/ws/index.ts'
import { notificationsTouched, notificationsWritten } from '../alerts-events.ts'
import type { AlertNews } from '../news.ts'
import { newsOfChange, newsOfNotice } from '../news-of-event.ts'
import { notificationIds, unreadCounts } from '../notifications/notification-store.ts'
import { alertWireMessage } from './live-alert.ts'
import { type SeenStatus, seenStatus, statusMessage, tellsMore } from './live-status.ts'

export interface LiveParts {
  readonly database: Database
  readonly events: Events
  readonly clock: Clock
  readonly hub: Hub
  readonly people: People
}

/** What was seen lately, for consoles connected to other processes. */
const statusesSeen = eventType<readonly SeenStatus[]>('statuses-seen', 'everywhere')

/** A project's status is told at most once a second, however many of its monitors are looked at. */
const statusEveryMs = second

/**
 * Everything that open consoles hear, said after the commit of what it tells. Each process speaks to its own listeners;
 * all of them hear the same events. Nothing here is the record: who missed it reads it through the API.
 */
export function pushNews({ database, events, clock, hub, people }: LiveParts): { stop(): void } {
  const statuses = new Throttle<SeenStatus>(clock, statusEveryMs, tellsMore, (seen) =>
    hub.toProject(seen.projectId, (language) => statusMessage(seen, language)),
  )
  /** One line a second says which projects the dashboard should look at again. */
  const dashboard = new Set<number>()
  const dashboards = new Throttle<true>(
    clock,
    statusEveryMs,
    () => true,
    () => {
      if (dashboard.size > 0) hub.toTopic('dashboard', { type: 'dashboard', project_ids: [...dashboard] })
      dashboard.clear()
    },
  )
  const touchDashboard = (projectId: number): void => {
    dashboard.add(projectId)
    dashboards.add(0, true)
  }

  events.after(resultsRecorded, (looks) => {
    const last = new Map<number, SeenStatus>()
    for (const look of looks) {
      const seen = seenStatus(look)
      const before = last.get(seen.projectId)
      if (!before || tellsMore(seen, before)) last.set(seen.projectId, seen)
    }
    if (last.size > 0) events.tell(statusesSeen, [...last.values()])
  })
  events.after(statusesSeen, (seen) => {
    for (const one of seen) if (hub.isWatched(one.projectId)) statuses.add(one.projectId, one)
  })

  const alert = (news: AlertNews): void => {
    const { project, monitor } = news
    if (project && monitor)
      hub.toProject(project.id, (language) => alertWireMessage({ ...news, project, monitor }, language))
  }
  events.after(stateChanged, (change) => {
    const news = newsOfChange(change)
    if (news && change.suppressed === null) alert(news)
    if (change.incidentId !== null) {
      hub.toTopic('incident', {
        type: 'incident',
        incident_id: change.incidentId,
        project_id: change.projectId,
        what: change.what,
      })
    }
    touchDashboard(change.projectId)
  })
  events.after(noticeRaised, (notice) => {
    if (notice.suppressed === null) alert(newsOfNotice(notice))
  })
  events.after(incidentTouched, ({ incidentId, projectId, what }) => {
    hub.toTopic('incident', { type: 'incident', incident_id: incidentId, project_id: projectId, what })
    touchDashboard(projectId)
  })

  events.after(notificationsWritten, async ({ key, personIds }) => {
    const online = personIds.filter((id) => hub.isOnline(id))
    if (online.length === 0) return
    const unread = await unreadCounts(database, online)
    const ids = await notificationIds(database, key, online)
    for (const id of online)
      hub.toPerson(id, { type: 'notification', unread: unread.get(id) ?? 0, ids: ids.get(id) ?? [] })
  })
  events.after(notificationsTouched, async ({ personId }) => {
    if (!hub.isOnline(personId)) return
    const unread = await unreadCounts(database, [personId])
    hub.toPerson(personId, { type: 'notification', unread: unread.get(personId) ?? 0, ids: [] })
  })

  events.after(sessionsRevoked, ({ personId, sessionIds }) =>
    hub.disconnect(personId, sessionIds, 'the session has ended'),
  )
  events.after(tokensChanged, ({ tokenIds }) => hub.disconnectTokens(tokenIds, 'the token has changed'))
  events.after(personChanged, async ({ personId }) => {
    if (!hub.isOnline(personId)) return
    const person = await people.byId(database, personId)
    hub.confirmRole(personId, person?.isEnabled ? person.role : null)
  })

  return {
    stop() {
      statuses.stop()
      dashboards.stop()
    },
  }
}
