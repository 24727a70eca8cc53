import { delivery } from '@bongsu/contract/alerts.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { Failure, notFound } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { deliveriesPlanned } from '../alerts-events.ts'
import { channelsByIds } from '../manage/channel-store.ts'
import { findLogged } from './delivery-log-store.ts'
import { reopenDelivery } from './delivery-store.ts'
import { deliveryToView } from './delivery-view.ts'

export const resendDelivery = operation({
  name: 'resend-delivery',
  summary: text(
    '보내지 못한 알림을 같은 ID로 다시 보냅니다.',
    'Sends a message that was given up (or sent) once more, under the same id.',
  ),
  access: 'channels.write',
  effect: 'write',
  tool: true,
  http: { method: 'POST', path: '/api/v1/deliveries/{id}/resend', status: 202 },
  input: z.strictObject({ id: z.uuid() }),
  output: delivery,
  async run(ctx, { id }) {
    const before = await findLogged(ctx.tx, id)
    if (!before) throw notFound(text('알림 전송', 'The delivery'))
    const { channelId, mergedInto, event } = before.delivery
    if (mergedInto !== null) throw new Failure('conflict', joined, { merged_into: mergedInto })
    if (event === 'test') throw new Failure('conflict', isTest)
    if (channelId !== null && !(await channelsByIds(ctx.tx, [channelId])).get(channelId)?.isEnabled)
      throw new Failure('conflict', isOff)
    if (!(await reopenDelivery(ctx.tx, id, ctx.clock.now()))) throw new Failure('conflict', underWay)
    await ctx.tx.emit(deliveriesPlanned, {})
    ctx.audit({ target: { kind: 'delivery', id } })
    const after = await findLogged(ctx.tx, id)
    return deliveryToView(after ?? before, ctx.language)
  },
})

const joined = text(
  '다른 메시지에 묶여 전해졌습니다. 그 메시지를 다시 보내세요.',
  'It was told inside another message. Send that one again.',
)
const isTest = text('시험 메시지는 채널에서 다시 보내세요.', 'Send a test again from its channel.')
const isOff = text(
  '채널이 꺼져 있거나 지워졌습니다. 먼저 채널을 켜세요.',
  'The channel is switched off or gone. Switch it on first.',
)
const underWay = text('아직 보내는 중입니다.', 'It is still being sent.')
