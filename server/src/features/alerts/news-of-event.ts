import type { AlertEvent, AlertSeverity } from '@bongsu/contract/alerts.ts'
import type { ChangeKind, NoticeRaised, StateChanged } from '#features/incidents/index.ts'
import { type AlertNews, plainNews } from './news.ts'

const changes: Readonly<
  Record<Exclude<ChangeKind, 'first_known'>, { readonly event: AlertEvent; readonly severity: AlertSeverity }>
> = {
  down: { event: 'down', severity: 'critical' },
  recovered: { event: 'recovered', severity: 'info' },
  degraded: { event: 'degraded', severity: 'warning' },
  no_longer_degraded: { event: 'no_longer_degraded', severity: 'info' },
  flapping_started: { event: 'flapping', severity: 'warning' },
  flapping_ended: { event: 'flapping_ended', severity: 'info' },
  unknown: { event: 'monitoring_error', severity: 'warning' },
  known_again: { event: 'monitoring_error_ended', severity: 'info' },
}

/** What there is to tell of a state change; null for the first answer ever, which nobody waits for. */
export function newsOfChange(change: StateChanged): AlertNews | null {
  if (change.what === 'first_known') return null
  return {
    ...plainNews,
    ...changes[change.what],
    ...aboutMonitor(change),
    key: `change:${change.changeId}`,
    at: change.at,
    confirmedAt: change.confirmedAt,
    message: change.message,
    incidentId: change.incidentId,
    from: change.from,
    to: change.to,
    errorCode: change.errorCode,
    durationMs: change.durationMs,
    downForMs: change.downForMs,
    failures: change.failures > 0 ? change.failures : null,
  }
}

export const newsOfNotice = (notice: NoticeRaised): AlertNews => ({
  ...plainNews,
  ...aboutMonitor(notice),
  event: notice.type,
  severity: notice.severity,
  key: `notice:${notice.noticeId}`,
  at: notice.at,
  confirmedAt: notice.at,
  message: notice.message,
})

const aboutMonitor = (event: StateChanged | NoticeRaised) => ({
  project: { id: event.projectId, title: event.projectTitle, url: null },
  monitor: { id: event.monitorId, name: event.monitorName, kind: 'kind' in event ? event.kind : '' },
})
