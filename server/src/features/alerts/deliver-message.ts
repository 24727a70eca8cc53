import type { Role } from '@bongsu/contract/permissions.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Database } from '#platform/db/contract.ts'
import type { Outbound } from '#platform/outbound/index.ts'
import type { Sealer } from '#platform/secrets/sealer.ts'
import { channelKinds } from './channels/catalogue.ts'
import type { AnyChannelKind, DeliveryResult, PutInInbox, SendMail } from './channels/contract.ts'
import { composeMessage, type House, type Reader } from './compose-message.ts'
import type { ChannelOptions } from './manage/channel-options.ts'
import { openOptions, requireKind } from './manage/channel-options.ts'
import type { AlertNews } from './news.ts'
import type { Notify } from './notifications/notify.ts'
import { entryOf } from './notifications/notify-of-news.ts'
import type { Claim } from './outbox/claim-deliveries.ts'

export interface DeliverParts {
  readonly database: Database
  readonly clock: Clock
  readonly outbound: Pick<Outbound, 'http'>
  readonly sendMail: SendMail
  readonly sealer: Sealer
  readonly notify: Notify
  readonly house: () => House
}

export interface Deliver {
  /** A row of the outbox. */
  claim(claim: Claim, signal: AbortSignal): Promise<DeliveryResult>
  /** Options that need not be stored anywhere, for the test button. */
  now(
    to: { kind: AnyChannelKind; options: ChannelOptions; reader: Reader },
    id: string,
    news: AlertNews,
    signal: AbortSignal,
  ): Promise<DeliveryResult>
}

/** From a row to a word said: opens the options, finds the words, and lets the kind speak. */
export function createDeliver(parts: DeliverParts): Deliver {
  const { database, clock, outbound, sendMail, sealer, notify, house } = parts

  const now: Deliver['now'] = async ({ kind, options, reader }, id, news, signal) => {
    const message = await composeMessage(database, house(), id, news, reader)
    return kind.deliver(message, options, { http: outbound.http, sendMail, putInInbox, clock, signal })
  }

  return {
    now,
    claim({ delivery, to }, signal) {
      const { id, news } = delivery
      if ('person' in to) {
        const options = { to: [to.person.email] }
        return now({ kind: channelKinds.email, options, reader: to.person }, id, news, signal)
      }
      const kind = requireKind(to.channel.kind)
      const options = openOptions(sealer, kind, to.channel.id, to.channel.options)
      return now(
        { kind, options, reader: { language: to.channel.language, timeZone: house().timeZone } },
        id,
        news,
        signal,
      )
    },
  }

  async function putInInbox(...[message, to]: Parameters<PutInInbox>): Promise<DeliveryResult> {
    const isForAll = to.personIds.length + to.roles.length === 0
    const audience = isForAll ? 'everybody' : { personIds: to.personIds, roles: to.roles as readonly Role[] }
    await database.transaction((tx) => notify(tx, { to: audience, ...entryOf(message.news) }))
    return { ok: true }
  }
}
