import type { AlertEvent, AlertSeverity, AlertTopic, TemplateKey } from '@bongsu/contract/alerts.ts'
import { type Text, text } from '@bongsu/contract/text.ts'

/** One thing that another piece of news was joined to: told inside one message instead of its own. */
export interface IncludedNews {
  readonly deliveryId: string
  readonly event: AlertEvent
  readonly severity: AlertSeverity
  readonly at: number
  readonly projectTitle: string | null
  readonly monitorName: string | null
  readonly incidentId: number | null
  readonly message: Text
}

/**
 * What is to be told, as it was when it happened: stored with the delivery, so that a repeat hours later says the same.
 * Words come from templates at the moment of sending; facts come from here.
 */
export interface AlertNews {
  /** What it is about, unique in the installation: `change:12`, `notice:5`. Telling it twice to one place is one telling. */
  readonly key: string
  readonly event: AlertEvent
  readonly severity: AlertSeverity
  /** When it began (back-dated), and when we were sure. ms since the epoch. */
  readonly at: number
  readonly confirmedAt: number
  readonly message: Text
  readonly project: { readonly id: number; readonly title: string; readonly url: string | null } | null
  readonly monitor: { readonly id: number; readonly name: string; readonly kind: string } | null
  readonly incidentId: number | null
  readonly from: string | null
  readonly to: string | null
  readonly errorCode: string | null
  readonly durationMs: number | null
  readonly downForMs: number | null
  readonly failures: number | null
  /** A message that was held back or joined: what else it tells. `count` is the true number when the list is cut. */
  readonly includes: readonly IncludedNews[]
  readonly count: number
}

interface EventWords {
  /** What a channel subscribes to; null goes to whoever it is addressed to. */
  readonly topic: AlertTopic | null
  readonly template: TemplateKey
  readonly label: Text
}

const eventWords = {
  down: { topic: 'down', template: 'status_error', label: text('장애 발생', 'Down') },
  recovered: { topic: 'recovered', template: 'status_recovered', label: text('복구', 'Recovered') },
  degraded: { topic: 'degraded', template: 'degraded', label: text('성능 저하', 'Degraded') },
  no_longer_degraded: {
    topic: 'degraded',
    template: 'status_recovered',
    label: text('성능 회복', 'No longer degraded'),
  },
  slow_response: { topic: 'slow_response', template: 'slow_response', label: text('응답 지연', 'Slow response') },
  ssl_expiring: {
    topic: 'ssl_expiring',
    template: 'ssl_error',
    label: text('SSL 인증서 만료 예정', 'SSL certificate expires soon'),
  },
  ssl_expired: {
    topic: 'ssl_expired',
    template: 'ssl_error',
    label: text('SSL 인증서 만료', 'SSL certificate expired'),
  },
  certificate_changed: {
    topic: 'certificate_changed',
    template: 'ssl_error',
    label: text('SSL 인증서 변경', 'SSL certificate changed'),
  },
  domain_expiring: {
    topic: 'domain_expiring',
    template: 'domain_expiry',
    label: text('도메인 만료 예정', 'Domain expires soon'),
  },
  domain_expired: { topic: 'domain_expired', template: 'domain_expiry', label: text('도메인 만료', 'Domain expired') },
  content_changed: {
    topic: 'content_changed',
    template: 'content_change',
    label: text('콘텐츠 변경', 'Content changed'),
  },
  keyword: { topic: 'keyword', template: 'keyword', label: text('키워드 감지', 'Keyword') },
  definition_changed: {
    topic: 'definition_changed',
    template: 'definition_change',
    label: text('정의 변경', 'Definition changed'),
  },
  flapping: { topic: 'flapping', template: 'flapping', label: text('상태 불안정', 'Flapping') },
  flapping_ended: { topic: 'flapping', template: 'flapping', label: text('상태 안정', 'No longer flapping') },
  monitoring_error: {
    topic: 'monitoring_error',
    template: 'monitoring_error',
    label: text('모니터링 오류', 'Monitoring error'),
  },
  monitoring_error_ended: {
    topic: 'monitoring_error',
    template: 'monitoring_error',
    label: text('모니터링 오류 해소', 'Monitoring error over'),
  },
  reminder: { topic: null, template: 'reminder', label: text('장애 지속', 'Still down') },
  group: { topic: null, template: 'group', label: text('여러 상태 변화', 'Several changes') },
  test: { topic: null, template: 'test', label: text('테스트', 'Test') },
} as const satisfies Record<AlertEvent, EventWords>

export const topicOf = (event: AlertEvent): AlertTopic | null => eventWords[event].topic
export const templateOf = (event: AlertEvent): TemplateKey => eventWords[event].template
export const labelOf = (event: AlertEvent): Text => eventWords[event].label

export const severityLabels: Readonly<Record<AlertSeverity, Text>> = {
  info: text('정보', 'Info'),
  warning: text('경고', 'Warning'),
  critical: text('심각', 'Critical'),
}

const ranks: Readonly<Record<AlertSeverity, number>> = { info: 0, warning: 1, critical: 2 }
export const isAtLeast = (severity: AlertSeverity, least: AlertSeverity): boolean => ranks[severity] >= ranks[least]
export const worst = (severities: readonly AlertSeverity[]): AlertSeverity =>
  severities.reduce<AlertSeverity>((before, one) => (ranks[one] > ranks[before] ? one : before), 'info')

/** Good news ends what an earlier message began; it goes where that one went, whatever the channel's other rules say. */
const endings: ReadonlySet<AlertEvent> = new Set([
  'recovered',
  'no_longer_degraded',
  'flapping_ended',
  'monitoring_error_ended',
])
export const isEnding = (event: AlertEvent): boolean => endings.has(event)

export const included = (deliveryId: string, news: AlertNews): IncludedNews => ({
  deliveryId,
  event: news.event,
  severity: news.severity,
  at: news.at,
  projectTitle: news.project?.title ?? null,
  monitorName: news.monitor?.name ?? null,
  incidentId: news.incidentId,
  message: news.message,
})

/** More than this many lines help nobody; the count still says how many there were. */
export const mostIncluded = 50

export const plainNews = {
  project: null,
  monitor: null,
  incidentId: null,
  from: null,
  to: null,
  errorCode: null,
  durationMs: null,
  downForMs: null,
  failures: null,
  includes: [],
  count: 1,
} as const satisfies Partial<AlertNews>
