import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { readUrl } from '#platform/outbound/index.ts'
import { jsonPathOf } from '../../judging/json-path.ts'
import { patternOf } from '../../judging/pattern.ts'
import { answerFields } from '../shared/answer-fields.ts'
import { saying } from '../shared/fields.ts'
import {
  authField,
  bodyField,
  clientCertificateField,
  connectionFields,
  contentTypeField,
  expectedStatusField,
  headersField,
  methodField,
  sections,
  slowFromField,
} from '../shared/request-fields.ts'
import { nameOfValue, namesIn } from './template.ts'

const chain = text('이어서 쓸 값', 'Values to use later')

const valueName = z
  .string()
  .trim()
  .min(1)
  .max(50)
  .check(
    saying((value) =>
      nameOfValue.test(value)
        ? undefined
        : text(
            '영문자, 숫자, 밑줄만 쓰고 숫자로 시작하지 마세요.',
            'Letters, digits and _, not beginning with a digit.',
          ),
    ),
  )

/** An address whose path and query may hold `{{name}}`. Where it leads is written out: no server may choose that for us. */
const urlTemplate = z
  .string()
  .trim()
  .min(1)
  .max(2000)
  .check(
    saying((value) => {
      if (/^([^/]*\/\/)?[^/?#]*\{\{/.test(value)) return fixedHost
      const target = readUrl(value.replaceAll(/\{\{[^{}]*\}\}/g, 'x'))
      return 'problem' in target ? target.problem : undefined
    }),
  )
  .meta({
    label: text('주소(URL)', 'Address (URL)'),
    help: text(
      '경로와 쿼리에 앞에서 저장한 값을 {{이름}}으로 쓸 수 있습니다.',
      'Path and query may use values saved before, as {{name}}.',
    ),
  })

const fixedHost = text(
  '{{이름}}은 호스트에 쓸 수 없고 경로와 쿼리에만 쓸 수 있습니다.',
  'A {{name}} is possible in path and query, not in the host.',
)

const capture = z
  .strictObject({
    name: valueName.meta({
      label: text('이름', 'Name'),
      help: text('다음 요청에서 {{이름}}으로 씁니다.', 'Later requests use it as {{name}}.'),
    }),
    from: z
      .enum(['json', 'header', 'body'])
      .default('json')
      .meta({
        label: text('가져올 곳', 'Taken from'),
        choices: {
          json: text('JSON 본문(JSONPath)', 'The JSON body (JSONPath)'),
          header: text('응답 헤더', 'A response header'),
          body: text('본문(정규식)', 'The body (pattern)'),
        },
      }),
    expression: z
      .string()
      .trim()
      .min(1)
      .max(500)
      .meta({
        label: text('표현식', 'Expression'),
        help: text(
          'JSONPath, 헤더 이름, 또는 정규식(첫 괄호의 값)',
          'A JSONPath, a header name, or a pattern (its first group)',
        ),
      }),
    is_hidden: z
      .boolean()
      .default(true)
      .meta({
        label: text('값 숨기기', 'Keep it hidden'),
        help: text('결과와 알림에 보이지 않습니다.', 'Results and messages never show it.'),
      }),
  })
  .check((context) => {
    const { from, expression } = context.value
    const params = { text: expressionProblem(from, expression) }
    if (params.text)
      context.issues.push({ code: 'custom', input: expression, path: ['expression'], message: params.text.en, params })
  })

function expressionProblem(from: 'json' | 'header' | 'body', expression: string): Text | undefined {
  if (from === 'header')
    return /^[\w!#$%&'*+.^`|~-]+$/.test(expression)
      ? undefined
      : text('헤더 이름을 적으세요.', 'Enter the name of a header.')
  const found = from === 'json' ? jsonPathOf(expression) : patternOf(expression)
  return 'problem' in found
    ? text(`읽을 수 없는 표현식입니다: ${found.problem}`, `This expression makes no sense: ${found.problem}`)
    : undefined
}

const { expect } = sections

/** One request with what its answer must be like and what is kept of it. */
const requestFields = {
  method: methodField,
  headers: headersField,
  body: bodyField,
  content_type: contentTypeField,
  auth: authField,
  expected_status: expectedStatusField,
  max_response_ms: z
    .int()
    .min(1)
    .max(300_000)
    .optional()
    .meta({
      label: text('최대 응답 시간', 'Longest response time'),
      help: text('이보다 길면 장애입니다.', 'A longer one is down.'),
      unit: 'ms',
      section: expect,
    }),
  degraded_ms: slowFromField,
  ...answerFields,
  captures: z
    .array(capture)
    .max(20)
    .default([])
    .meta({
      label: text('저장할 값', 'Values to save'),
      help: text('응답에서 값을 꺼내 다음 요청에 씁니다.', 'Taken from the answer for later requests.'),
      section: chain,
    }),
}

const step = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .meta({ label: text('단계 이름', 'Name of the step') }),
  url: urlTemplate,
  ...requestFields,
})

export const mostSteps = 20

export const apiOptions = z
  .strictObject({
    url: urlTemplate,
    ...requestFields,
    steps: z
      .array(step)
      .max(mostSteps - 1)
      .default([])
      .meta({
        label: text('이어지는 요청', 'Requests that follow'),
        help: text(
          '첫 요청이 성공하면 차례로 보내며, 하나가 실패하면 멈춥니다.',
          'Sent in turn after the first one; the first that fails ends it.',
        ),
        section: chain,
      }),
    variables: z
      .array(
        z.strictObject({
          name: valueName.meta({ label: text('이름', 'Name') }),
          value: z
            .string()
            .min(1)
            .max(4000)
            .meta({ label: text('값', 'Value'), secret: true }),
        }),
      )
      .max(20)
      .default([])
      .meta({
        label: text('비밀 변수', 'Secret variables'),
        help: text(
          '주소, 헤더, 본문에서 {{이름}}으로 씁니다. 저장 후 다시 보이지 않습니다.',
          'Used as {{name}} in addresses, headers and bodies. Never shown again once saved.',
        ),
        section: chain,
        advanced: true,
      }),
    client_certificate: clientCertificateField,
    ...connectionFields,
  })
  .check((context) => {
    for (const { path, problem } of chainProblems(context.value))
      context.issues.push({
        code: 'custom',
        input: context.value,
        path: [...path],
        message: problem.en,
        params: { text: problem },
      })
  })

export type ApiOptions = z.output<typeof apiOptions>
type Step = z.output<typeof step>
/** A request of the chain; the first one has no name of its own. */
export type ApiRequest = Omit<Step, 'name'>

type Path = readonly (string | number)[]
interface ChainProblem {
  readonly path: Path
  readonly problem: Text
}

/** Every name that is used has been saved before, and every name is saved once. */
function* chainProblems(options: ApiOptions): Generator<ChainProblem> {
  const known = new Set<string>()
  for (const [index, { name }] of options.variables.entries()) {
    if (known.has(name)) yield { path: ['variables', index, 'name'], problem: savedTwice(name) }
    known.add(name)
  }
  const stepNames = new Set<string>()
  for (const [index, { name }] of options.steps.entries()) {
    if (stepNames.has(name)) yield { path: ['steps', index, 'name'], problem: sameStep(name) }
    stepNames.add(name)
  }
  for (const [index, request] of [options, ...options.steps].entries()) {
    const at: Path = index === 0 ? [] : ['steps', index - 1]
    for (const [path, template] of templatesOf(request))
      for (const name of namesIn(template))
        if (!known.has(name)) yield { path: [...at, ...path], problem: notSaved(name) }
    for (const [place, { name }] of request.captures.entries()) {
      if (known.has(name)) yield { path: [...at, 'captures', place, 'name'], problem: savedTwice(name) }
      known.add(name)
    }
  }
}

/** Every place of a request that may hold `{{name}}`. */
function templatesOf(request: ApiRequest): [Path, string][] {
  const { auth } = request
  return [
    [['url'], request.url],
    ...request.headers.map(({ value }, index): [Path, string] => [['headers', index, 'value'], value]),
    [['body'], request.body ?? ''],
    ...(auth.type === 'basic' ? ([[['auth', 'password'], auth.password]] as [Path, string][]) : []),
    ...(auth.type === 'bearer' ? ([[['auth', 'token'], auth.token]] as [Path, string][]) : []),
    ...request.contains.map((value, index): [Path, string] => [['contains', index], value]),
    ...request.not_contains.map((value, index): [Path, string] => [['not_contains', index], value]),
    ...request.json.map(({ value }, index): [Path, string] => [['json', index, 'value'], String(value ?? '')]),
    ...request.response_headers.map(({ value }, index): [Path, string] => [
      ['response_headers', index, 'value'],
      value ?? '',
    ]),
  ]
}

const notSaved = (name: string): Text =>
  text(`{{${name}}}을(를) 저장하는 앞 단계가 없습니다.`, `No step before this one saves {{${name}}}.`)
const savedTwice = (name: string): Text =>
  text(`"${name}"이(가) 이미 있습니다. 다른 이름을 쓰세요.`, `"${name}" is there already. Choose another name.`)
const sameStep = (name: string): Text => text(`"${name}" 단계가 이미 있습니다.`, `There is a step "${name}" already.`)
