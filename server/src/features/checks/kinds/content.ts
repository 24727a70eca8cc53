import type { AssertionResult } from '@bongsu/contract/outcome.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import type { HttpAnswer } from '#platform/outbound/index.ts'
import { result } from '../judging/assertions.ts'
import type { Unjudged } from '../judging/body-judge.ts'
import type { Finding, FoundWord } from '../judging/find-words.ts'
import { isHtml } from '../judging/read-page.ts'
import { selectorProblem } from '../judging/selector.ts'
import { checkKind, type LookContext } from './contract.ts'
import { decodeText } from './shared/decode-text.ts'
import { hostOf, hostsOf } from './shared/fetch-answer.ts'
import { saying } from './shared/fields.ts'
import { lookAtPage, type PageVerdict, readSoFar } from './shared/look-at-page.ts'
import { pageFields, sections } from './shared/request-fields.ts'

const { expect } = sections
const { url, ...rest } = pageFields

const options = z.strictObject({
  url,
  expected: z
    .array(z.string().trim().min(1).max(1000))
    .min(1)
    .max(20)
    .meta({ label: text('기대하는 내용', 'Expected content'), section: expect }),
  match: z
    .enum(['all', 'any'])
    .default('all')
    .meta({
      label: text('비교 방식', 'Comparison'),
      choices: {
        all: text('모두 있어야 함', 'All of them are there'),
        any: text('하나라도 있으면 됨', 'One of them is enough'),
      },
      section: expect,
    }),
  selector: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .check(
      saying((value) => {
        const problem = selectorProblem(value)
        return problem === null
          ? undefined
          : text(`CSS 선택자로 읽을 수 없습니다: ${problem}`, `This is not a CSS selector: ${problem}`)
      }),
    )
    .optional()
    .meta({
      label: text('CSS 선택자', 'CSS selector'),
      help: text(
        '이 요소들 안에서만 찾습니다. 예: main .price. 비워 두면 페이지 전체입니다.',
        'Only these elements are searched, such as main .price. Left empty, the whole page is.',
      ),
      section: expect,
    }),
  look_in: z
    .enum(['text', 'source'])
    .default('text')
    .meta({
      label: text('찾을 곳', 'Where to look'),
      choices: { text: text('보이는 글자', 'What people see'), source: text('소스(HTML)', 'The source (HTML)') },
      section: expect,
      advanced: true,
    }),
  case_sensitive: z
    .boolean()
    .default(false)
    .meta({ label: text('대소문자 구분', 'Case matters'), section: expect, advanced: true }),
  normalize_space: z
    .boolean()
    .default(true)
    .meta({
      label: text('공백 정규화', 'Normalise white space'),
      help: text(
        '줄바꿈과 이어진 공백을 공백 하나로 봅니다.',
        'Line breaks and runs of white space count as one space.',
      ),
      section: expect,
      advanced: true,
    }),
  ...rest,
})
type ContentOptions = z.output<typeof options>

export const content = checkKind({
  label: text('콘텐츠 검증', 'Content'),
  summary: text(
    '페이지 또는 선택한 요소에 기대하는 내용이 있는지 확인합니다.',
    'Looks whether a page, or chosen elements of it, contain what is expected.',
  ),
  group: 'web',
  options,
  example: { url: 'https://example.com/', expected: ['Example Domain'], selector: 'h1' },
  defaults: { check_interval: 300, timeout: 30 },
  timeoutRange: { min: 5, max: 120 },
  host: ({ url }) => hostOf(url),
  reaches: hostsOf,
  look: (asked, context) => lookAtPage(asked, context, { judge: (answer) => judge(asked, answer, context) }),
})

async function judge(
  asked: ContentOptions,
  answer: HttpAnswer,
  { judge }: LookContext,
): Promise<PageVerdict | Unjudged> {
  const type = answer.headers['content-type']
  const body = decodeText(answer.body, type)
  const html = isHtml(body, type)
  if (asked.selector !== undefined && !html) return notHtml(asked.selector, type)
  const finding = await judge.find(body, {
    reading: { html, as: asked.look_in, selector: asked.selector },
    words: asked.expected,
    syntax: 'text',
    caseSensitive: asked.case_sensitive,
    normalize: asked.normalize_space,
  })
  return 'problem' in finding ? finding : verdict(asked, answer, finding)
}

function verdict(asked: ContentOptions, answer: HttpAnswer, { words, texts, beginning }: Finding): PageVerdict {
  const evidence = {
    ...(asked.selector === undefined ? {} : { selector: asked.selector, elements: texts }),
    places: words.flatMap(({ word, places }) => places.slice(0, 1).map((place) => ({ word, ...place }))),
  }
  if (texts === 0 && asked.selector !== undefined) return noElement(asked, answer, evidence)
  const missing = words.filter(({ count }) => count === 0)
  const assertions = resultsOf(asked, words)
  if (assertions.every(({ passed }) => passed))
    return { state: 'up', message: foundText(words, missing), assertions, evidence: { is_found: true, ...evidence } }
  return {
    state: 'down',
    errorCode: 'assertion',
    message: readSoFar(missingText(missing), answer, asked),
    assertions,
    // What was there instead.
    evidence: { is_found: false, ...evidence, beginning },
  }
}

/** One line for each text that must be there; one line for all of them where one is enough. */
function resultsOf({ match, expected }: ContentOptions, words: readonly FoundWord[]): AssertionResult[] {
  const shown = ({ count }: FoundWord) => (count === 0 ? 'not found' : `×${count}`)
  if (match === 'all') return words.map((word) => result('contains', word.word, shown(word), word.count > 0))
  const found = words.filter(({ count }) => count > 0)
  const got = found.map(({ word }) => word).join(' | ')
  return [result('contains any', expected.join(' | '), got === '' ? 'not found' : got, found.length > 0)]
}

function noElement(
  asked: ContentOptions,
  answer: HttpAnswer,
  evidence: Readonly<Record<string, unknown>>,
): PageVerdict {
  const { selector = '' } = asked
  const message = text(`선택자 "${selector}"에 맞는 요소가 없습니다.`, `No element fits the selector "${selector}".`)
  return {
    state: 'down',
    errorCode: 'assertion',
    message: readSoFar(message, answer, asked),
    assertions: [result('selector', selector, 'not found', false)],
    evidence: { is_found: false, ...evidence },
  }
}

const notHtml = (selector: string, type: string | undefined): PageVerdict => ({
  state: 'down',
  errorCode: 'assertion',
  message: text(
    `HTML이 아니어서 선택자를 적용할 수 없습니다(${type ?? '형식 없음'}).`,
    `This is not HTML, so the selector fits nothing (${type ?? 'no type'}).`,
  ),
  assertions: [
    result('content-type', 'text/html', type ?? 'absent', false),
    result('selector', selector, 'not HTML', false),
  ],
})

const foundText = ({ length }: readonly FoundWord[], missing: readonly FoundWord[]): Text => {
  const found = length - missing.length
  return text(
    `기대한 내용 ${found}개를 찾았습니다.`,
    found === 1 ? 'The content is there.' : `All of it is there (${found}).`,
  )
}

function missingText(missing: readonly FoundWord[]): Text {
  const [first] = missing
  const shown = (first?.word ?? '').slice(0, 100)
  const more = missing.length - 1
  return text(
    `기대한 내용이 없습니다: "${shown}"${more > 0 ? ` 외 ${more}개` : ''}`,
    `Expected content is missing: "${shown}"${more > 0 ? ` and ${more} more` : ''}`,
  )
}
