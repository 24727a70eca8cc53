import type { AlertWireMessage } from '@bongsu/contract/live.ts'
import type { Language } from '@bongsu/contract/text.ts'
import { isoTime } from '#kernel/clock.ts'
import type { AlertNews } from '../news.ts'

/** Spec B §11 `alert`: news about one project for whoever has it on the screen. */
export const alertWireMessage = (
  news: AlertNews & {
    readonly project: NonNullable<AlertNews['project']>
    readonly monitor: NonNullable<AlertNews['monitor']>
  },
  language: Language,
): AlertWireMessage => ({
  type: 'alert',
  project_id: news.project.id,
  timestamp: isoTime(news.confirmedAt),
  data: {
    alert_type: news.event,
    message: news.message[language],
    severity: news.severity,
    project_title: news.project.title,
    monitor_id: news.monitor.id,
    monitor_name: news.monitor.name,
    incident_id: news.incidentId,
  },
})
