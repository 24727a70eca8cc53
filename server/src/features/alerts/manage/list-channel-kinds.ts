import { channelKind } from '@bongsu/contract/alerts.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { channelKindNames, channelKinds } from '../channels/catalogue.ts'
import type { AnyChannelKind } from '../channels/contract.ts'

export const listChannelKinds = operation({
  name: 'list-channel-kinds',
  summary: text(
    '알림을 보낼 수 있는 방법과 그 설정 항목을 보여 줍니다.',
    'Lists the ways to tell people, with the options of each.',
  ),
  access: 'channels.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/channel-kinds' },
  input: z.strictObject({}),
  output: z.object({ items: z.array(channelKind) }),
  run: async ({ language }) => ({
    items: channelKindNames.map((name) => {
      const kind: AnyChannelKind = channelKinds[name]
      return {
        kind: name,
        label: kind.label[language],
        summary: kind.summary[language],
        schema: z.toJSONSchema(kind.options, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>,
        secrets: [...kind.secrets],
        example: kind.example,
        can_rotate_secret: kind.rotate !== undefined,
      }
    }),
  }),
})
