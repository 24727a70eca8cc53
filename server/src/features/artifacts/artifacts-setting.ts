import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { defineSetting } from '#features/settings/index.ts'

export const artifactsSetting = defineSetting({
  key: 'artifacts',
  group: 'monitoring',
  title: text('화면과 실행 기록', 'Pictures and recordings'),
  help: text(
    '브라우저 점검이 남기는 화면, 추적(trace), 네트워크 기록(HAR)과 프로젝트의 화면을 얼마나 보관하는지 정합니다.',
    'How long screenshots, traces and network records of browser checks are kept, and whether projects have a picture.',
  ),
  schema: z.strictObject({
    keep_days: z
      .int()
      .min(1)
      .max(90)
      .meta({
        label: text('보관 기간', 'Kept for'),
        help: text(
          '실패한 점검은 모두, 성공한 점검은 하루에 한 번 남기며 모니터마다 최근 30회까지 보관합니다.',
          'Of failed looks all, of good ones one a day, and of each monitor the newest 30.',
        ),
        unit: text('일', 'days'),
      }),
    project_pictures: z.boolean().meta({
      label: text('프로젝트 화면을 하루에 한 번 찍기', 'Take a picture of every project once a day'),
    }),
  }),
  default: { keep_days: 14, project_pictures: true },
})
