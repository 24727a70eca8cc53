import { text } from '@bongsu/contract/text.ts'
import type { Projects } from '#features/projects/index.ts'
import type { Tx } from '#platform/db/contract.ts'
import { linkPath } from '../compose-message.ts'
import { type AlertNews, isEnding, labelOf } from '../news.ts'
import { isIncidentKnown } from './notification-store.ts'
import type { Notify } from './notify.ts'

/**
 * Whom the house tells without being asked: the owner of the project, and everybody whose work is to look after all of
 * them (administrators and managers). Others are told through an `in_app` channel.
 */
export function createNotifyOfNews(projects: Projects, notify: Notify): (tx: Tx, news: AlertNews) => Promise<void> {
  return async (tx, news) => {
    // Nobody was told of the beginning (maintenance, alerts off), so nobody is told of the end.
    if (isEnding(news.event) && news.incidentId !== null && !(await isIncidentKnown(tx, news.incidentId))) return
    const project = news.project && (await projects.project(tx, news.project.id))
    await notify(tx, {
      to: { roles: ['admin', 'manager'], personIds: project?.ownerId ? [project.ownerId] : [] },
      ...entryOf(news),
    })
  }
}

export function entryOf(news: AlertNews) {
  const label = labelOf(news.event)
  const subject = news.project?.title
  return {
    key: news.key,
    type: news.event,
    severity: news.severity,
    title: subject ? text(`${label.ko} - ${subject}`, `${label.en} - ${subject}`) : label,
    message: news.message,
    link: linkPath(news),
    projectId: news.project?.id ?? null,
    monitorId: news.monitor?.id ?? null,
    incidentId: news.incidentId,
  }
}
