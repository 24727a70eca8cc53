import { channelWithSecrets } from '@bongsu/contract/alerts.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { Failure } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { alertsServiceKey } from '../alerts-service.ts'
import { openOptions, requireKind, sealOptions } from './channel-options.ts'
import { channelToChange } from './channel-rules.ts'
import { updateChannel } from './channel-store.ts'
import { showChannel } from './show-channel.ts'

export const rotateChannelSecret = operation({
  name: 'rotate-channel-secret',
  summary: text(
    '서명 비밀 값을 새로 만듭니다. 이전 값도 하루 동안 함께 서명합니다.',
    'Makes a new signing secret. The old one signs as well for a day, so that the receiver can change over.',
  ),
  access: 'channels.write',
  effect: 'write',
  http: { method: 'POST', path: '/api/v1/channels/{id}/rotate-secret' },
  input: z.strictObject({ id: z.int().positive() }),
  output: channelWithSecrets,
  async run(ctx, { id }) {
    const { sealer } = ctx.use(alertsServiceKey)
    const before = await channelToChange(ctx.tx, id)
    const kind = requireKind(before.kind)
    if (!kind.rotate)
      throw new Failure(
        'conflict',
        text('이 채널에는 바꿀 비밀 값이 없습니다.', 'This kind of channel has no secret to change.'),
      )
    const { options, generated } = kind.rotate(openOptions(sealer, kind, id, before.options), ctx.clock.now())
    const after = await updateChannel(
      ctx.tx,
      before,
      { options: sealOptions(sealer, kind, id, options) },
      ctx.clock.now(),
    )
    ctx.audit({ target: { kind: 'channel', id, label: after.name } })
    return { ...(await showChannel(ctx, after)), generated }
  },
})
