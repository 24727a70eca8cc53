import type { ChannelView } from '@bongsu/contract/alerts.ts'
import type { Context } from '#platform/operations/operation.ts'
import { alertsServiceKey } from '../alerts-service.ts'
import { laneCounts } from '../outbox/delivery-log-store.ts'
import { type Channel, channelLane } from './channel.ts'
import { openOptions, requireKind } from './channel-options.ts'
import { channelToView, targetOf } from './channel-view.ts'

/** Channels as a verb answers with them, with what waits for each. */
export async function showChannels(ctx: Context, channels: readonly Channel[]): Promise<ChannelView[]> {
  const { sealer } = ctx.use(alertsServiceKey)
  const lanes = channels.map((channel) => channelLane(channel.id))
  const counts = await laneCounts(ctx.db, lanes)
  return channels.map((channel) => {
    const target = targetOf(channel, ({ id, kind, options }) => openOptions(sealer, requireKind(kind), id, options))
    return channelToView(channel, target, counts.get(channelLane(channel.id)) ?? { waiting: 0, dead: 0 }, ctx.language)
  })
}

export async function showChannel(ctx: Context, channel: Channel): Promise<ChannelView> {
  const [view] = await showChannels(ctx, [channel])
  // Safe because there is one view for each channel.
  return view as ChannelView
}
