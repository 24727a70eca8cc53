import type { InputOf, OutputOf } from '#lib/api.ts'

/** The words of alerts, as the contract has them; its own lists come with schemas that no page needs to load. */
export type Channel = OutputOf<'get-channel'>
export type Delivery = OutputOf<'get-delivery'>
export type Notification = OutputOf<'get-notification'>
export type AlertTopic = Channel['events'][number]
export type AlertSeverity = Delivery['severity']
export type DeliveryState = Delivery['state']
export type ChannelKindName = InputOf<'create-channel'>['kind']

export const severities = ['info', 'warning', 'critical'] as const satisfies readonly AlertSeverity[]

/** What a channel may be asked to tell, in the groups people think in. */
export const topicGroups = {
  outage: ['down', 'recovered', 'flapping'],
  performance: ['degraded', 'slow_response'],
  certificate: ['ssl_expiring', 'ssl_expired', 'certificate_changed'],
  domain: ['domain_expiring', 'domain_expired'],
  content: ['content_changed', 'keyword', 'definition_changed'],
  system: ['monitoring_error'],
} as const satisfies Readonly<Record<string, readonly AlertTopic[]>>

export const allTopics: readonly AlertTopic[] = Object.values(topicGroups).flat()

/** What a new channel tells unless somebody asks for something else. The server has the same list. */
export const usualTopics = [
  'down',
  'recovered',
  'slow_response',
  'ssl_expiring',
  'ssl_expired',
  'domain_expiring',
  'domain_expired',
  'content_changed',
  'keyword',
  'flapping',
] as const satisfies readonly AlertTopic[]
