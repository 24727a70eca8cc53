import type { AlertSeverity, AlertTopic, QuietHours } from '@bongsu/contract/alerts.ts'
import type { Language } from '@bongsu/contract/text.ts'
import { minute } from '#kernel/clock.ts'
import { type AlertNews, isAtLeast, topicOf } from '../news.ts'

/** A place that is told about chosen events of chosen projects. Times are ms since the epoch. */
export interface Channel {
  readonly id: number
  readonly kind: string
  readonly name: string
  /** As the kind's schema has them, secrets sealed; see channel-options.ts. */
  readonly options: Readonly<Record<string, unknown>>
  readonly language: Language
  readonly scope: ChannelScope
  readonly events: readonly AlertTopic[]
  readonly minSeverity: AlertSeverity
  readonly isEnabled: boolean
  readonly disabledReason: string | null
  readonly quietHours: QuietHours | null
  readonly reminderMinutes: number | null
  /** Told of an incident only when it is still open and unacknowledged after so long. Null: at once. */
  readonly escalationMinutes: number | null
  readonly fallbackChannelId: number | null
  readonly managed: { readonly projectId: number; readonly field: ManagedField } | null
  readonly consecutiveFailures: number
  readonly lastDeliveredAt: number | null
  readonly lastFailedAt: number | null
  readonly lastError: string | null
  readonly createdAt: number
  readonly updatedAt: number
}

export type ManagedField = 'alert_email' | 'webhook_url'

export interface ChannelScope {
  readonly allProjects: boolean
  readonly projectIds: readonly number[]
  readonly tags: readonly string[]
}

/** Where deliveries queue up: one lane a channel, one a person's own mail. */
export const channelLane = (id: number): string => `channel:${id}`
export const personLane = (id: number): string => `person:${id}`

/** Whether the channel asked for news of this kind and rank. Endings are decided by what was told before. */
export const wants = (
  channel: Pick<Channel, 'events' | 'minSeverity'>,
  news: Pick<AlertNews, 'event' | 'severity'>,
): boolean => {
  const topic = topicOf(news.event)
  return (topic === null || channel.events.includes(topic)) && isAtLeast(news.severity, channel.minSeverity)
}

/** When the quiet hours that hold at `at` end; null outside of them. */
export function quietUntil(quiet: QuietHours | null, at: number): number | null {
  if (!quiet) return null
  const now = minuteOfDay(at, quiet.time_zone)
  const from = minutesOf(quiet.from)
  const to = minutesOf(quiet.to)
  const isInside = from <= to ? now >= from && now < to : now >= from || now < to
  if (!isInside) return null
  const left = (to - now + 1440) % 1440
  return at - (at % minute) + left * minute
}

const minutesOf = (clockTime: string): number => Number(clockTime.slice(0, 2)) * 60 + Number(clockTime.slice(3))

function minuteOfDay(at: number, timeZone: string): number {
  const parts = clockIn(timeZone).formatToParts(at)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
  return part('hour') * 60 + part('minute')
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockIn(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone })
    clocks.set(timeZone, clock)
  }
  return clock
}
