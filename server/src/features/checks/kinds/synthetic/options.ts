import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { browserConnectionFields, viewportFields } from '../shared/browser/browser-fields.ts'
import { webUrl } from '../shared/fields.ts'
import { step, variableName } from './step-fields.ts'
import { namesIn } from './variables.ts'

const running = text('실행', 'Running')

export const syntheticOptions = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .optional()
      .meta({ label: text('시나리오 이름', 'Name of the scenario') }),
    start_url: webUrl().meta({
      label: text('시작 주소', 'Start address'),
      help: text('이 주소를 연 다음 아래 단계를 차례로 실행합니다.', 'Opened first; the steps below follow in order.'),
    }),
    steps: z
      .array(step)
      .min(1)
      .max(50)
      .meta({
        label: text('단계', 'Steps'),
        help: text('한 단계가 실패하면 나머지는 건너뜁니다.', 'When one fails, the rest are skipped.'),
      }),
    variables: z
      .array(
        z.strictObject({
          name: z
            .string()
            .regex(variableName)
            .meta({ label: text('이름', 'Name') }),
          value: z
            .string()
            .max(2_000)
            .meta({ label: text('값', 'Value'), secret: true }),
        }),
      )
      .max(20)
      .default([])
      .meta({
        label: text('비밀 변수', 'Secret variables'),
        help: text(
          '단계에서 {{이름}}으로 씁니다. 값은 암호화해 저장하며 화면, 로그, 추적 기록에서 가려집니다.',
          'Used as {{name}} in steps. Values are sealed, and masked in pictures, logs and traces.',
        ),
      }),
    timeout: z
      .int()
      .min(5_000)
      .max(120_000)
      .default(30_000)
      .meta({
        label: text('전체 제한 시간', 'Time for the whole scenario'),
        unit: 'ms',
        section: running,
      }),
    screenshots: z
      .enum(['every', 'failure'])
      .default('every')
      .meta({
        label: text('화면 찍기', 'Pictures'),
        choices: {
          every: text('단계마다', 'After every step'),
          failure: text('요청한 단계와 실패한 단계만', 'Where asked for, and of a failure'),
        },
        section: running,
        advanced: true,
      }),
    ...viewportFields,
    ...browserConnectionFields,
  })
  .check(({ value, issues }) => {
    const known = new Set(value.variables.map(({ name }) => name))
    value.steps.forEach((one, index) => {
      for (const field of ['selector', 'value'] as const) {
        const unknown = namesIn(one[field] ?? '').find((name) => !known.has(name))
        if (unknown !== undefined)
          issues.push({
            code: 'custom',
            input: one[field],
            path: ['steps', index, field],
            message: unknownName(unknown).en,
            params: { text: unknownName(unknown) },
          })
      }
      if (one.variable !== undefined) known.add(one.variable)
    })
  })

export type SyntheticOptions = z.output<typeof syntheticOptions>

const unknownName = (name: string): Text =>
  text(
    `{{${name}}}은(는) 비밀 변수에도, 앞 단계에서 꺼낸 값에도 없습니다.`,
    `{{${name}}} is neither a secret variable nor taken out by an earlier step.`,
  )
