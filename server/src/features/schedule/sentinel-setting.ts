import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { defineSetting } from '#features/settings/index.ts'
import { placeOfText } from './place.ts'

export const sentinelSetting = defineSetting({
  key: 'sentinel',
  group: 'monitoring',
  title: text('연결 확인', 'Own connection'),
  help: text(
    '대상이 응답하지 않을 때, 대상의 장애인지 이 서버의 연결이 끊긴 것인지 가려내는 데 씁니다. 비워 두면 최근에 응답한 다른 대상으로 확인합니다.',
    'Tells whether a silent target is down or this server has lost its connection. When empty, other targets that answered before are tried.',
  ),
  schema: z.strictObject({
    targets: z
      .array(
        z
          .string()
          .trim()
          .min(1)
          .max(300)
          .refine((target) => placeOfText(target) !== null, {
            params: { text: text('"호스트:포트" 형식으로 입력하세요.', 'Use the form "host:port".') },
          }),
      )
      .max(10)
      .meta({
        label: text('항상 열려 있는 곳(호스트:포트)', 'Places that are always there (host:port)'),
        help: text(
          '서로 다른 네트워크의 두세 곳을 권합니다. 하나라도 접속되면 연결된 것으로 봅니다.',
          'Two or three in different networks are best. One that accepts a connection is proof enough.',
        ),
      }),
  }),
  default: { targets: [] },
})
