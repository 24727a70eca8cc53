import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { readUrl } from '#platform/outbound/index.ts'
import { saying } from '../shared/fields.ts'

/** Spec B §4.11 has the first nine. */
export const stepActions = [
  'navigate',
  'click',
  'type',
  'select',
  'wait',
  'screenshot',
  'assert_text',
  'assert_element',
  'assert_url',
  'fill',
  'press',
  'hover',
  'assert_count',
  'extract',
] as const
export type StepAction = (typeof stepActions)[number]

export const actionWords: Readonly<Record<StepAction, Text>> = {
  navigate: text('주소로 이동', 'Go to an address'),
  click: text('클릭', 'Click'),
  type: text('한 글자씩 입력', 'Type key by key'),
  select: text('목록에서 선택', 'Choose from a list'),
  wait: text('기다리기', 'Wait'),
  screenshot: text('화면 찍기', 'Take a picture'),
  assert_text: text('글이 있는지 확인', 'Check a text'),
  assert_element: text('요소가 있는지 확인', 'Check an element'),
  assert_url: text('주소 확인', 'Check the address'),
  fill: text('입력란 채우기', 'Fill in a field'),
  press: text('키 누르기', 'Press a key'),
  hover: text('마우스 올리기', 'Move the mouse over'),
  assert_count: text('요소 개수 확인', 'Check how many there are'),
  extract: text('값 꺼내기', 'Take out a value'),
}

type Need = 'yes' | 'no' | 'may'
/** What each action needs: of `wait`, one of the two. */
const needs: Readonly<Record<StepAction, { selector: Need; value: Need }>> = {
  navigate: { selector: 'no', value: 'yes' },
  click: { selector: 'yes', value: 'no' },
  type: { selector: 'yes', value: 'yes' },
  select: { selector: 'yes', value: 'yes' },
  wait: { selector: 'may', value: 'may' },
  screenshot: { selector: 'may', value: 'no' },
  assert_text: { selector: 'may', value: 'yes' },
  assert_element: { selector: 'yes', value: 'may' },
  assert_url: { selector: 'no', value: 'yes' },
  fill: { selector: 'yes', value: 'yes' },
  press: { selector: 'may', value: 'yes' },
  hover: { selector: 'yes', value: 'no' },
  assert_count: { selector: 'yes', value: 'yes' },
  extract: { selector: 'yes', value: 'may' },
}

/** The form asks for nothing that an action has no use for. */
const actionsWith = (field: 'selector' | 'value') => ({
  action: stepActions.filter((action) => needs[action][field] !== 'no'),
})

/** `3`, `>=1`, `<10`. */
export const countPattern = /^(>=|<=|>|<|=)?\s*(\d{1,5})$/
export const elementStates = ['visible', 'hidden', 'attached', 'detached'] as const
const longestWaitMs = 60_000
export const variableName = /^[A-Za-z_]\w{0,49}$/

export const step = z
  .strictObject({
    action: z.enum(stepActions).meta({ label: text('동작', 'Action'), choices: actionWords }),
    selector: z
      .string()
      .trim()
      .min(1)
      .max(500)
      .optional()
      .meta({
        label: text('선택자', 'Selector'),
        help: text(
          'CSS 선택자, 또는 text=로그인, role=button[name="확인"], xpath=//button',
          'A CSS selector, or text=Sign in, role=button[name="OK"], xpath=//button',
        ),
        shown_for: actionsWith('selector'),
      }),
    value: z
      .string()
      .max(2_000)
      .optional()
      .meta({
        label: text('값', 'Value'),
        help: text(
          '입력할 글, 이동할 주소, 기다릴 시간(ms), 기대하는 글이나 개수(예: >=1). {{이름}}은 변수의 값으로 바뀝니다.',
          'What to enter, where to go, how long to wait (ms), the text or count (such as >=1) to expect. {{name}} becomes the value of a variable.',
        ),
        shown_for: actionsWith('value'),
      }),
    variable: z
      .string()
      .regex(variableName)
      .optional()
      .meta({
        label: text('변수 이름', 'Variable'),
        help: text(
          '꺼낸 값을 담아 다음 단계에서 {{이름}}으로 씁니다.',
          'Holds what is taken out, for {{name}} in later steps.',
        ),
        shown_for: { action: ['extract'] },
      }),
    description: z
      .string()
      .max(200)
      .optional()
      .meta({ label: text('설명', 'Description') }),
    timeout: z
      .int()
      .min(500)
      .max(60_000)
      .optional()
      .meta({
        label: text('이 단계의 제한 시간', 'Time for this step'),
        help: text('적지 않으면 10초입니다.', 'Ten seconds unless said.'),
        unit: 'ms',
        advanced: true,
      }),
  })
  .check(saying(stepProblem))

export type Step = z.output<typeof step>

function stepProblem({ action, selector, value, variable }: Step): Text | undefined {
  const { selector: place, value: content } = needs[action]
  const name = actionWords[action]
  if (place === 'yes' && selector === undefined)
    return text(`"${name.ko}"에는 선택자가 필요합니다.`, `"${name.en}" needs a selector.`)
  if (content === 'yes' && value === undefined)
    return text(`"${name.ko}"에는 값이 필요합니다.`, `"${name.en}" needs a value.`)
  if (action === 'extract' && variable === undefined)
    return text(`"${name.ko}"에는 변수 이름이 필요합니다.`, `"${name.en}" needs the name of a variable.`)
  return valueProblem(action, selector, value)
}

function valueProblem(action: StepAction, selector?: string, value?: string): Text | undefined {
  switch (action) {
    case 'navigate':
      return addressProblem(value ?? '')
    case 'wait':
      if (selector !== undefined) return undefined
      return /^\d{1,5}$/.test(value ?? '') && Number(value) <= longestWaitMs
        ? undefined
        : text(
            '기다릴 선택자나 시간(0~60000 ms)을 적으세요.',
            'Give a selector to wait for, or a time of 0 to 60000 ms.',
          )
    case 'assert_count':
      return countPattern.test(value ?? '')
        ? undefined
        : text('3, >=1, <10처럼 적으세요.', 'Write it like 3, >=1 or <10.')
    case 'assert_element':
      return value === undefined || (elementStates as readonly string[]).includes(value)
        ? undefined
        : text(`${elementStates.join(', ')} 중 하나여야 합니다.`, `It must be one of ${elementStates.join(', ')}.`)
    default:
      return undefined
  }
}

/** Where a step goes must be known when it is saved: a secret may follow there. */
function addressProblem(value: string): Text | undefined {
  if (value.startsWith('/') && !value.startsWith('//') && !value.includes('\\')) return undefined
  const origin = /^https?:\/\/[^/?#]*/i.exec(value)?.[0] ?? ''
  if (origin.includes('{{'))
    return text('주소의 호스트에는 변수를 쓸 수 없습니다.', 'The host of an address must not be a variable.')
  const target = readUrl(value.replaceAll(/\{\{\s*\w+\s*\}\}/g, 'x'))
  return 'problem' in target ? target.problem : undefined
}
