import { randomUUID } from 'node:crypto'
import { type Text, text } from '@bongsu/contract/text.ts'
import type { Incidents } from '#features/incidents/index.ts'
import type { Tx } from '#platform/db/contract.ts'
import type { DeliveryResult } from '../channels/contract.ts'
import { type Channel, channelLane } from '../manage/channel.ts'
import { channelsByIds, noteDelivered, noteFailed, switchOffChannel } from '../manage/channel-store.ts'
import type { Notify } from '../notifications/notify.ts'
import type { Claim } from './claim-deliveries.ts'
import { type Delivery, failuresBeforeFallback, nextTry } from './delivery.ts'
import {
  dropDelivery,
  giveUpLane,
  hurryLane,
  incidentsTold,
  insertDeliveries,
  markDelivered,
  markFailed,
  mergeDelivery,
  noteFallbackTold,
  setNews,
  waitingBehind,
} from './delivery-store.ts'
import { absorbsEvent, flattened } from './plan-deliveries.ts'

export interface SettleParts {
  readonly incidents: Incidents
  readonly notify: Notify
  /** In [0, 1): spreads the tries of many messages. */
  readonly random: () => number
}

export type SettleDelivery = (tx: Tx, claim: Claim, result: DeliveryResult | 'stopped', at: number) => Promise<void>

/** Writes down what became of a try, in one transaction with everything that follows from it. */
export function createSettle(parts: SettleParts): SettleDelivery {
  const { incidents, notify } = parts

  return async (tx, claim, result, at) => {
    if (result === 'stopped') return release(tx, claim, at)
    if (result.ok) return delivered(tx, claim, result, at)
    return failed(tx, claim, result, at)
  }

  /** We stop in the middle of a try: the next process begins where we were. */
  async function release(tx: Tx, claim: Claim, at: number): Promise<void> {
    const note = { nextAt: at, status: null, error: stopping, isUnreachable: false, isUncounted: true }
    await markFailed(tx, claimOf(claim), note, at)
  }

  async function delivered(tx: Tx, claim: Claim, result: DeliveryResult & { ok: true }, at: number): Promise<void> {
    if (!(await markDelivered(tx, claimOf(claim), result.status ?? null, at))) return
    const { delivery, to } = claim
    if ('channel' in to) await noteDelivered(tx, to.channel.id, at)
    await hurryLane(tx, delivery.lane, at)
    await tell(tx, claim, 'told', toldText(to), at, result.note)
  }

  async function failed(tx: Tx, claim: Claim, result: DeliveryResult & { ok: false }, at: number): Promise<void> {
    const { delivery, to } = claim
    const nextAt = result.again === 'later' ? nextTry(delivery, at, parts.random(), result.retryAfterMs) : null
    const note = {
      nextAt,
      status: result.status ?? null,
      error: result.message,
      isUnreachable: result.unreachable ?? false,
    }
    if (!(await markFailed(tx, claimOf(claim), note, at))) return
    if ('channel' in to) await noteChannelTrouble(tx, to.channel, result, at)
    if (nextAt === null || delivery.attempts >= failuresBeforeFallback) await tellFallback(tx, claim, at)
    if (nextAt === null) await tell(tx, claim, 'not_told', notToldText(to, result.message), at)
    else await joinLater(tx, delivery, at)
  }

  async function noteChannelTrouble(
    tx: Tx,
    channel: Channel,
    result: DeliveryResult & { ok: false },
    at: number,
  ): Promise<void> {
    const failures = await noteFailed(tx, channel.id, at, JSON.stringify(result.message))
    if (result.again === 'gone') {
      await switchOffChannel(tx, channel.id, JSON.stringify(result.message), at)
      await giveUpLane(tx, channelLane(channel.id), result.message, at)
    }
    if (result.again === 'gone' || failures === failuresBeforeFallback) {
      await notify(tx, {
        to: 'admins',
        key: `channel-failing:${channel.id}:${at}`,
        type: 'channel_failing',
        severity: 'warning',
        title: text(`알림 채널 "${channel.name}" 전송 실패`, `The channel "${channel.name}" fails`),
        message: result.message,
        link: `/channels/${channel.id}`,
      })
    }
  }

  /** Once per message: the channel that was chosen for the case that this one fails hears it too. */
  async function tellFallback(tx: Tx, { delivery, to }: Claim, at: number): Promise<void> {
    if (!('channel' in to) || to.channel.fallbackChannelId === null) return
    if (delivery.isFallbackTold || delivery.fallbackFor !== null || delivery.event === 'test') return
    const fallback = (await channelsByIds(tx, [to.channel.fallbackChannelId])).get(to.channel.fallbackChannelId)
    if (!fallback?.isEnabled) return
    await noteFallbackTold(tx, delivery.seq)
    await insertDeliveries(
      tx,
      [
        {
          id: randomUUID(),
          lane: channelLane(fallback.id),
          channelId: fallback.id,
          personId: null,
          sourceKey: `fallback:${delivery.id}`,
          orderKey: delivery.orderKey?.replace(delivery.lane, channelLane(fallback.id)) ?? null,
          severity: delivery.severity,
          news: delivery.news,
          heldFor: null,
          nextAt: at,
          fallbackFor: delivery.id,
        },
      ],
      at,
    )
  }

  /** While this try was under way its end came about: tell both in one message. */
  async function joinLater(tx: Tx, delivery: Delivery, at: number): Promise<void> {
    if (delivery.orderKey === null) return
    const later = (await waitingBehind(tx, delivery.orderKey, delivery.seq)).find(
      (one) =>
        absorbsEvent(one.event, delivery.event) &&
        (one.incidentId === null || delivery.incidentId === null || one.incidentId === delivery.incidentId),
    )
    if (!later) return
    if (delivery.event === 'reminder') return dropDelivery(tx, delivery.seq, at)
    if (!(await mergeDelivery(tx, delivery.seq, later.id, at))) return
    const includes = [...flattened(delivery.id, delivery.news), ...later.news.includes]
    await setNews(tx, later.seq, { ...later.news, includes, count: 1 + includes.length })
  }

  async function tell(
    tx: Tx,
    claim: Claim,
    kind: 'told' | 'not_told',
    message: Text,
    at: number,
    note?: Text,
  ): Promise<void> {
    const { delivery, to } = claim
    for (const incidentId of await incidentsTold(tx, delivery.id)) {
      // It may have been cleaned up since; that must not keep the message from being settled.
      if (!(await incidents.byId(tx, incidentId))) continue
      await incidents.addIncidentEvent(tx, {
        incidentId,
        kind,
        at,
        message,
        details: {
          delivery_id: delivery.id,
          event: delivery.event,
          attempts: delivery.attempts,
          ...('channel' in to ? { channel_id: to.channel.id } : { person_id: to.person.id }),
          ...(note ? { note: note.en } : {}),
        },
      })
    }
  }
}

const claimOf = ({ delivery, by }: Claim) => ({ seq: delivery.seq, by })

const stopping = text('서버가 멈추는 중이라 다시 보냅니다.', 'The server was stopping; it is sent again.')

const nameOf = (to: Claim['to']): Text =>
  'channel' in to
    ? text(`알림 채널 "${to.channel.name}"`, `the channel "${to.channel.name}"`)
    : text(`${to.person.name}님의 메일`, `${to.person.name} by mail`)

function toldText(to: Claim['to']): Text {
  const name = nameOf(to)
  return text(`${name.ko}(으)로 알렸습니다.`, `Told ${name.en}.`)
}

function notToldText(to: Claim['to'], why: Text): Text {
  const name = nameOf(to)
  return text(`${name.ko}(으)로 알리지 못했습니다: ${why.ko}`, `Could not tell ${name.en}: ${why.en}`)
}
