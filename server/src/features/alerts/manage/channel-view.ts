import type { ChannelView } from '@bongsu/contract/alerts.ts'
import type { Language, Text } from '@bongsu/contract/text.ts'
import { isoTime, isoTimeOrNull } from '#kernel/clock.ts'
import { channelKindOf } from '../channels/catalogue.ts'
import type { Channel } from './channel.ts'
import { type ChannelOptions, shownOptions } from './channel-options.ts'

export interface LaneCounts {
  readonly waiting: number
  readonly dead: number
}

/** `target` is worked out where the options are open; secrets themselves never come here. */
export function channelToView(channel: Channel, target: string, counts: LaneCounts, language: Language): ChannelView {
  const kind = channelKindOf(channel.kind)
  const { options, secrets } = kind ? shownOptions(kind, channel.options) : { options: {}, secrets: [] }
  return {
    id: channel.id,
    kind: channel.kind,
    name: channel.name,
    target,
    options,
    secrets,
    language: channel.language,
    scope: {
      projects: channel.scope.allProjects ? 'all' : 'chosen',
      project_ids: [...channel.scope.projectIds],
      tags: [...channel.scope.tags],
    },
    events: [...channel.events],
    min_severity: channel.minSeverity,
    is_enabled: channel.isEnabled,
    disabled_reason: wordsOf(channel.disabledReason, language),
    quiet_hours: channel.quietHours,
    reminder_minutes: channel.reminderMinutes,
    escalation_minutes: channel.escalationMinutes,
    fallback_channel_id: channel.fallbackChannelId,
    managed_by: channel.managed && { project_id: channel.managed.projectId, field: channel.managed.field },
    health: {
      consecutive_failures: channel.consecutiveFailures,
      last_delivered_at: isoTimeOrNull(channel.lastDeliveredAt),
      last_failed_at: isoTimeOrNull(channel.lastFailedAt),
      last_error: wordsOf(channel.lastError, language),
      ...counts,
    },
    created_at: isoTime(channel.createdAt),
    updated_at: isoTime(channel.updatedAt),
  }
}

/** Safe because only this room writes these columns, as the JSON of a Text. */
const wordsOf = (json: string | null, language: Language): string | null =>
  json === null ? null : (JSON.parse(json) as Text)[language]

/** Where it goes, as far as it can be told: a secret whose key is gone leaves the kind's name. */
export function targetOf(channel: Channel, open: (channel: Channel) => ChannelOptions): string {
  const kind = channelKindOf(channel.kind)
  if (!kind) return channel.kind
  try {
    return kind.target(open(channel))
  } catch {
    return channel.kind
  }
}
