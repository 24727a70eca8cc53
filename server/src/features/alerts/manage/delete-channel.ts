import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { giveUpLane } from '../outbox/delivery-store.ts'
import { channelLane } from './channel.ts'
import { channelToChange, refuseManaged } from './channel-rules.ts'
import { deleteChannel as forgetChannel } from './channel-store.ts'

export const deleteChannel = operation({
  name: 'delete-channel',
  summary: text(
    '알림 채널을 지웁니다. 보낸 기록은 남습니다.',
    'Deletes a channel. The record of what it was sent stays.',
  ),
  access: 'channels.write',
  effect: 'destructive',
  http: { method: 'DELETE', path: '/api/v1/channels/{id}', status: 204 },
  input: z.strictObject({ id: z.int().positive() }),
  output: z.null(),
  async run(ctx, { id }) {
    const channel = await channelToChange(ctx.tx, id)
    refuseManaged(channel)
    await giveUpLane(ctx.tx, channelLane(id), deleted, ctx.clock.now())
    await forgetChannel(ctx.tx, id)
    ctx.audit({ target: { kind: 'channel', id, label: channel.name } })
    return null
  },
})

const deleted = text('채널을 지워서 보내지 않았습니다.', 'Not sent: the channel was deleted.')
