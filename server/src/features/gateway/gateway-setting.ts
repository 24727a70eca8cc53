import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { defineSetting } from '#features/settings/index.ts'
import { patternOf } from '#platform/pattern.ts'

const isPattern = (source: string): boolean => 'test' in patternOf(source)

export const gatewaySetting = defineSetting({
  key: 'gateway',
  title: text('도구', 'Tools'),
  help: text(
    '도구 호출의 제한 시간과 결과 크기, 기록을 보관하는 기간입니다.',
    'How long a tool call may take, how large its result may be, and how long the record of calls is kept.',
  ),
  schema: z.strictObject({
    deadline_seconds: z
      .int()
      .min(1)
      .max(300)
      .meta({ label: text('호출 제한 시간', 'Deadline of a call'), unit: text('초', 's') }),
    result_kb: z
      .int()
      .min(1)
      .max(4096)
      .meta({ label: text('결과의 최대 크기', 'Largest result'), unit: text('KB', 'KB') }),
    keep_days: z
      .int()
      .min(1)
      .max(3650)
      .meta({ label: text('호출 기록 보관 기간', 'Calls are kept for'), unit: text('일', 'days') }),
    search_above: z
      .int()
      .min(5)
      .max(10_000)
      .meta({
        label: text('목록 대신 검색을 내놓는 도구 수', 'A search instead of the list above'),
        unit: text('개', 'tools'),
        help: text(
          '도구가 이보다 많으면 에이전트에게 목록 대신 search_tools와 call_tool을 내놓습니다.',
          'With more tools than this, agents are offered search_tools and call_tool instead of a long list.',
        ),
      }),
    hide_secrets: z.boolean().meta({
      label: text('결과에서 비밀 가리기', 'Hide secrets in results'),
      help: text(
        '토큰, 키, 개인 키처럼 생긴 것을 결과에서 •••로 바꿉니다. 기록에서는 언제나 가립니다.',
        'What looks like a token, a key or a private key leaves as •••. The record never holds it.',
      ),
    }),
    hide_patterns: z
      .array(
        z
          .string()
          .min(1)
          .max(200)
          .refine(isPattern, {
            params: {
              text: text('RE2 정규식이 아닙니다.', 'This is no regular expression of RE2.'),
            },
          }),
      )
      .max(10)
      .meta({
        label: text('결과에서 더 가릴 것', 'Also hide in results'),
        help: text(
          'RE2 정규식. 괄호로 묶은 부분이 있으면 그 부분만, 없으면 맞은 것을 모두 가립니다.',
          'Regular expressions (RE2). Where one has a group, only that is hidden, else all that matches.',
        ),
      }),
  }),
  default: {
    deadline_seconds: 30,
    result_kb: 256,
    keep_days: 90,
    search_above: 100,
    hide_secrets: true,
    hide_patterns: [],
  },
})
