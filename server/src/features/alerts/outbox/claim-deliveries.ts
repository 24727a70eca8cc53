import { randomUUID } from 'node:crypto'
import { text } from '@bongsu/contract/text.ts'
import type { People, PersonRef } from '#features/identity/index.ts'
import type { Incidents } from '#features/incidents/index.ts'
import { minute } from '#kernel/clock.ts'
import type { Tx } from '#platform/db/contract.ts'
import { type Channel, quietUntil } from '../manage/channel.ts'
import { channelsByIds } from '../manage/channel-store.ts'
import { type AlertNews, included, mostIncluded, plainNews, worst } from '../news.ts'
import type { Delivery, OutboxTimes } from './delivery.ts'
import { deliveryById, dropLane, giveUpLane, insertDeliveries, mergeAll, setNews } from './delivery-store.ts'
import { claimDelivery, dropDue, dueOfLane, holdDelivery, recentlyTold, stormEndsAt } from './due-store.ts'
import { reminderDraft } from './plan-deliveries.ts'

/** A delivery that is ours to send until the claim runs out, and where it goes. */
export interface Claim {
  readonly delivery: Delivery
  readonly by: string
  readonly to: Recipient
}

export type Recipient = { readonly channel: Channel } | { readonly person: PersonRef }

export interface ClaimParts {
  readonly incidents: Incidents
  readonly people: People
  readonly times: OutboxTimes
}

/** More than this of one lane is not looked at in one go. */
const mostLooked = 2000

/** A place that failed lately gets one message at a time, to see whether it is back. */
export const isFailing = (to: Recipient): boolean => 'channel' in to && to.channel.consecutiveFailures > 0

export type ClaimLane = (tx: Tx, lane: string, slots: number, by: string, now: number) => Promise<Claim[]>

/**
 * Takes what a lane has to send now: drops what is no longer true, holds what must wait, joins what came together, and
 * claims at most `slots` of the rest.
 */
export function createClaims(parts: ClaimParts): ClaimLane {
  const { incidents, people, times } = parts

  return async (tx, lane, slots, by, now) => {
    const to = await recipientOf(tx, lane, now)
    if (!to) return []
    const due = await dueOfLane(tx, lane, now, mostLooked)
    const ready = await settled(tx, due, to, now)
    const joined = await joinStorm(tx, lane, ready, now)
    const claims: Claim[] = []
    for (const delivery of joined.slice(0, isFailing(to) ? Math.min(1, slots) : slots)) {
      await claimDelivery(tx, delivery.seq, by, now + times.leaseMs, now)
      claims.push({
        delivery: { ...delivery, attempts: delivery.attempts + 1, heldFor: null, state: 'claimed' },
        by,
        to,
      })
    }
    return claims
  }

  /** Who stands at the end of the lane; null when nobody does any more, and then nothing waits there either. */
  async function recipientOf(tx: Tx, lane: string, now: number): Promise<Recipient | null> {
    const [kind, id] = lane.split(':')
    if (kind === 'person') {
      const person = await people.byId(tx, Number(id))
      if (person?.isEnabled && person.emailNotifications) return { person }
      await dropLane(tx, lane, now)
      return null
    }
    const channel = (await channelsByIds(tx, [Number(id)])).get(Number(id))
    if (channel?.isEnabled) return { channel }
    await giveUpLane(tx, lane, channel ? switchedOff : deleted, now)
    return null
  }

  /** What may be sent now: reminders and steps that still hold true, and nothing that quiet hours keep for later. */
  async function settled(tx: Tx, due: readonly Delivery[], to: Recipient, now: number): Promise<Delivery[]> {
    const quiet = 'channel' in to ? quietUntil(to.channel.quietHours, now) : null
    const ready: Delivery[] = []
    for (const delivery of due) {
      if (quiet !== null && delivery.severity !== 'critical' && delivery.event !== 'test') {
        await holdDelivery(tx, delivery.seq, 'quiet_hours', quiet, now)
      } else if (delivery.event === 'reminder') {
        const reminder = await trueReminder(tx, delivery, to, now)
        if (reminder) ready.push(reminder)
      } else if (delivery.heldFor === 'escalation') {
        if (await isStepReached(tx, delivery, to, now)) ready.push(delivery)
      } else ready.push(delivery)
    }
    return ready
  }

  /** A step of an escalation is told when the one before it has not brought anybody to the incident. */
  async function isStepReached(tx: Tx, delivery: Delivery, to: Recipient, now: number): Promise<boolean> {
    const incident = delivery.incidentId === null ? undefined : await incidents.byId(tx, delivery.incidentId)
    const minutes = 'channel' in to ? to.channel.escalationMinutes : null
    if (!incident || incident.resolvedAt !== null) await dropDue(tx, delivery.seq, now)
    else if (incident.acknowledgedAt === null || minutes === null) return true
    // Should they hand it back, the step is due again after its time.
    else await holdDelivery(tx, delivery.seq, 'escalation', now + minutes * minute, now)
    return false
  }

  async function trueReminder(tx: Tx, delivery: Delivery, to: Recipient, now: number): Promise<Delivery | null> {
    const incident = delivery.incidentId === null ? undefined : await incidents.byId(tx, delivery.incidentId)
    const minutes = 'channel' in to ? to.channel.reminderMinutes : null
    if (!incident || incident.resolvedAt !== null || minutes === null) {
      await dropDue(tx, delivery.seq, now)
      return null
    }
    if (incident.acknowledgedAt !== null) {
      // Somebody is at it. Should they hand it back, the reminders go on.
      await holdDelivery(tx, delivery.seq, 'reminder', now + minutes * minute, now)
      return null
    }
    if (delivery.attempts > 0) return delivery
    const news = { ...delivery.news, downForMs: now - incident.openedAt, confirmedAt: now }
    await setNews(tx, delivery.seq, news)
    const round = Number(delivery.sourceKey.split(':')[2]) + 1
    await insertDeliveries(tx, [reminderDraft({ ...delivery, news }, round, now + minutes * minute)], now)
    return { ...delivery, news }
  }

  /**
   * A burst of news for one place becomes one message that lists it. Seldom news goes out at once; after a burst more is
   * gathered for some seconds, and what quiet hours held is told together when they end.
   */
  async function joinStorm(
    tx: Tx,
    lane: string,
    ready: readonly Delivery[],
    now: number,
  ): Promise<readonly Delivery[]> {
    const fresh = ready.filter(
      (one) => one.attempts === 0 && one.event !== 'test' && one.event !== 'group' && one.event !== 'reminder',
    )
    const hasWaited = fresh.some((one) => one.heldFor !== null)
    if (fresh.length >= times.stormSize || (hasWaited && fresh.length > 1)) {
      const group = await joinInto(tx, lane, fresh, now)
      const joined = new Set(fresh)
      return [...ready.filter((one) => !joined.has(one)), group]
    }
    if (hasWaited || fresh.length === 0) return ready
    if ((await recentlyTold(tx, lane, now - times.stormWindowMs)) < times.stormSize) return ready
    const until = (await stormEndsAt(tx, lane)) ?? now + times.stormGatherMs
    for (const one of fresh) await holdDelivery(tx, one.seq, 'storm', until, now)
    return ready.filter((one) => !fresh.includes(one))
  }

  async function joinInto(tx: Tx, lane: string, members: readonly Delivery[], now: number): Promise<Delivery> {
    const [first] = members as readonly [Delivery, ...Delivery[]]
    const id = randomUUID()
    const severity = worst(members.map((one) => one.severity))
    const draft = {
      id,
      lane,
      channelId: first.channelId,
      personId: first.personId,
      sourceKey: `group:${id}`,
      orderKey: null,
      severity,
      news: groupNews(id, members, now),
      heldFor: null,
      nextAt: now,
      fallbackFor: null,
    }
    await insertDeliveries(tx, [draft], now)
    await mergeAll(
      tx,
      members.map((one) => one.seq),
      id,
      now,
    )
    // Safe because it was inserted a moment ago in this transaction.
    return (await deliveryById(tx, id)) as Delivery
  }
}

function groupNews(id: string, members: readonly Delivery[], now: number): AlertNews {
  const all = members.flatMap((one) => [...one.news.includes, included(one.id, one.news)])
  const severities = members.map((one) => one.news.severity)
  return {
    ...plainNews,
    key: `group:${id}`,
    event: 'group',
    severity: worst(severities),
    at: Math.min(...members.map((one) => one.news.at)),
    confirmedAt: now,
    message: text(`상태 변화 ${all.length}건`, `${all.length} changes`),
    includes: all.slice(0, mostIncluded),
    count: all.length,
  }
}

const switchedOff = text('채널이 꺼져 있어 보내지 않았습니다.', 'Not sent: the channel is switched off.')
const deleted = text('채널이 삭제되어 보내지 않았습니다.', 'Not sent: the channel was deleted.')
