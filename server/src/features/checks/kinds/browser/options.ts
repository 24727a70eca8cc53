import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { browserConnectionFields, viewportFields } from '../shared/browser/browser-fields.ts'
import { expectedStatusProblem } from '../shared/expected-status.ts'
import { saying, webUrl } from '../shared/fields.ts'

const expect = text('기대하는 화면', 'Expected page')
const reactions = {
  ignore: text('표시만 하기', 'Only show it'),
  degraded: text('저하로 보기', 'Count as degraded'),
  down: text('장애로 보기', 'Count as down'),
}

export const browserOptions = z.strictObject({
  url: webUrl().meta({
    label: text('주소(URL)', 'Address (URL)'),
    help: text('실제 브라우저로 열어 볼 주소', 'The address to open in a real browser'),
  }),
  expected_status: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .check(saying(expectedStatusProblem))
    .default('200-399')
    .meta({
      label: text('정상 상태 코드', 'Expected status'),
      help: text('예: 200-299, 301, 4xx', 'Such as 200-299, 301, 4xx'),
      section: expect,
    }),
  wait_for: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .optional()
    .meta({
      label: text('보여야 할 요소(CSS 선택자)', 'Element that must be visible (CSS selector)'),
      help: text(
        '이 요소가 보일 때까지 기다리고, 보이지 않으면 장애입니다.',
        'Waited for; the page is down without it.',
      ),
      section: expect,
    }),
  on_js_errors: z
    .enum(['ignore', 'degraded', 'down'])
    .default('ignore')
    .meta({ label: text('JavaScript 오류가 있으면', 'When JavaScript fails'), choices: reactions, section: expect }),
  on_bad_metrics: z
    .enum(['ignore', 'degraded'])
    .default('ignore')
    .meta({
      label: text('나쁜 지표가 있으면', 'When a metric is bad'),
      help: text(
        '시간은 3초 이상, 화면 밀림(CLS)은 0.25 이상, 메모리는 100 MB 이상이 나쁨입니다.',
        'Times from 3 s, layout shift from 0.25 and memory from 100 MB are bad.',
      ),
      choices: { ignore: reactions.ignore, degraded: reactions.degraded },
      section: expect,
    }),
  ...viewportFields,
  ...browserConnectionFields,
})

export type BrowserOptions = z.output<typeof browserOptions>
