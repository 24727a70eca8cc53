import { assertionWords } from '@bongsu/contract/assertion-words.ts'
import type { AssertionResult } from '@bongsu/contract/outcome.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import type { HttpAnswer } from '#platform/outbound/index.ts'
import { type BodyAssertions, result } from '../../judging/assertions.ts'
import type { BodyJudge, Unjudged } from '../../judging/body-judge.ts'
import type { AnswerOptions } from './answer-fields.ts'
import { decodeText } from './decode-text.ts'
import { isExpectedStatus } from './expected-status.ts'

/** What the options say about the body, or null when they say nothing and it need not be kept. */
export function bodyAssertions(options: AnswerOptions): BodyAssertions | null {
  const { contains, not_contains, matches, not_matches, json, json_schema } = options
  if (
    contains.length + not_contains.length + matches.length + not_matches.length + json.length === 0 &&
    json_schema === undefined
  )
    return null
  return { contains, notContains: not_contains, matches, notMatches: not_matches, json, jsonSchema: json_schema }
}

/** Everything that is asked of headers and body, in that order; none when there is nothing to ask. */
export async function answerResults(
  options: AnswerOptions,
  answer: HttpAnswer,
  judge: BodyJudge,
): Promise<readonly AssertionResult[] | Unjudged> {
  const aboutHeaders = await headerResults(options, answer.headers, judge)
  if ('problem' in aboutHeaders) return aboutHeaders
  const asked = bodyAssertions(options)
  if (!asked) return aboutHeaders
  const body = decodeText(answer.body, answer.headers['content-type'])
  const aboutBody = await judge.judge(body, answer.bodyCut ? { ...asked, cut: true } : asked)
  return 'problem' in aboutBody ? aboutBody : [...aboutHeaders, ...aboutBody]
}

export const statusResult = (status: number, expected: string): AssertionResult =>
  result('status', expected, String(status), isExpectedStatus(status, expected))

/** Patterns go to the judge, who knows where a costly one may run. */
async function headerResults(
  options: AnswerOptions,
  headers: HttpAnswer['headers'],
  judge: BodyJudge,
): Promise<AssertionResult[] | Unjudged> {
  const results: AssertionResult[] = []
  for (const { name, operator, value = '' } of options.response_headers) {
    const raw = headers[name.toLowerCase()]
    const got = Array.isArray(raw) ? raw.join(', ') : raw
    const fits = operator === 'matches' ? await matches(got, value, judge) : headerFits(operator, got, value)
    if (typeof fits !== 'boolean') return fits
    const expected = operator === 'exists' || operator === 'not_exists' ? operator : `${operator} ${value}`
    results.push(result(`header ${name.toLowerCase()}`, expected, got ?? 'absent', fits))
  }
  return results
}

async function matches(got: string | undefined, pattern: string, judge: BodyJudge): Promise<boolean | Unjudged> {
  if (got === undefined) return false
  const judged = await judge.judge(got, { contains: [], notContains: [], matches: [pattern], notMatches: [], json: [] })
  return 'problem' in judged ? judged : judged.every(({ passed }) => passed)
}

type PlainOperator = Exclude<AnswerOptions['response_headers'][number]['operator'], 'matches'>

function headerFits(operator: PlainOperator, got: string | undefined, value: string): boolean {
  switch (operator) {
    case 'exists':
      return got !== undefined
    case 'not_exists':
      return got === undefined
    case 'equals':
      return got === value
    case 'contains':
      return got?.includes(value) ?? false
    case 'not_contains':
      return !(got?.includes(value) ?? false)
  }
}

export const statusText = (status: number, expected: string): Text =>
  text(`HTTP ${status} 응답을 받았습니다(기대: ${expected}).`, `It answered HTTP ${status} (expected ${expected}).`)

export const upText = (status: number): Text => text(`HTTP ${status} 응답을 받았습니다.`, `It answered HTTP ${status}.`)

export const slowText = (durationMs: number, limitMs: number): Text =>
  text(
    `응답은 정상이지만 느립니다(${Math.round(durationMs)} ms, 기준 ${limitMs} ms).`,
    `It answered well but slowly (${Math.round(durationMs)} ms, the limit is ${limitMs} ms).`,
  )

/** What was expected and what came, of the first that failed. */
export function assertionText(failed: readonly AssertionResult[]): Text {
  const [first] = failed
  const more = failed.length - 1
  if (!first) return text('기대와 다릅니다.', 'Not what was expected.')
  const [ko, en] = [assertionWords('ko', first), assertionWords('en', first)]
  return text(
    `기대와 다릅니다. ${ko.what}: 기대 ${ko.expected}, 결과 ${ko.got}${more > 0 ? ` 외 ${more}건` : ''}`,
    `Not what was expected. ${en.what}: expected ${en.expected}, got ${en.got}${more > 0 ? ` and ${more} more` : ''}`,
  )
}
