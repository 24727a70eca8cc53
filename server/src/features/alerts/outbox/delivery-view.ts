import type { DeliveryView } from '@bongsu/contract/alerts.ts'
import { type Language, text } from '@bongsu/contract/text.ts'
import { isoTime, isoTimeOrNull } from '#kernel/clock.ts'
import type { LoggedDelivery } from './delivery-log-store.ts'

export function deliveryToView({ delivery, channel }: LoggedDelivery, language: Language): DeliveryView {
  const { news, state } = delivery
  const isWaiting = state === 'pending' || state === 'held'
  return {
    id: delivery.id,
    channel_id: delivery.channelId,
    channel_name: channel?.name ?? (delivery.personId === null ? deletedName : ownMail)[language],
    channel_kind: channel?.kind ?? (delivery.personId === null ? '' : 'email'),
    person_id: delivery.personId,
    event: delivery.event,
    severity: delivery.severity,
    state,
    message: news.message[language],
    project_id: delivery.projectId,
    project_title: news.project?.title ?? null,
    monitor_id: delivery.monitorId,
    monitor_name: news.monitor?.name ?? null,
    incident_id: delivery.incidentId,
    attempts: delivery.attempts,
    next_attempt_at: isWaiting ? isoTime(delivery.nextAt) : null,
    held_for: delivery.heldFor,
    last_status: delivery.lastStatus,
    last_error: delivery.lastError?.[language] ?? null,
    merged_into: delivery.mergedInto,
    fallback_for: delivery.fallbackFor,
    created_at: isoTime(delivery.createdAt),
    finished_at: isoTimeOrNull(delivery.finishedAt),
  }
}

const deletedName = text('지워진 채널', 'Deleted channel')
const ownMail = text('담당자 메일', 'The owner’s own mail')
