import type { AssertionResult } from '@bongsu/contract/outcome.ts'
import { text } from '@bongsu/contract/text.ts'
import type { HttpAnswer } from '#platform/outbound/index.ts'
import { withoutSecrets } from '../redact.ts'
import { checkKind, type LookContext, type Seen } from './contract.ts'
import { type HttpOptions, httpOptions } from './http/options.ts'
import { excerptOfErrors, factsOf, notJudged, withExcerpt } from './shared/answer-facts.ts'
import {
  answerResults,
  assertionText,
  bodyAssertions,
  slowText,
  statusResult,
  statusText,
  upText,
} from './shared/answer-verdict.ts'
import { fetchAnswer, hostOf, hostsOf } from './shared/fetch-answer.ts'

export const http = checkKind({
  label: text('HTTP(S)', 'HTTP(S)'),
  summary: text(
    '주소에 요청을 보내 상태 코드, 응답 시간, 본문, 헤더를 확인합니다.',
    'Sends a request and looks at status, time, body and headers of the answer.',
  ),
  group: 'web',
  options: httpOptions,
  example: {
    url: 'https://example.com/health',
    expected_status: '200-299',
    contains: ['ok'],
    json: [{ path: '$.status', operator: 'equals', value: 'up' }],
  },
  defaults: { check_interval: 300, timeout: 30 },
  host: ({ url }) => hostOf(url),
  reaches: hostsOf,
  fromProject: ({ url, headers }) => ({ url, headers: headers.map(({ name, value }) => ({ name, value })) }),
  look,
})

async function look(options: HttpOptions, context: LookContext): Promise<Seen> {
  const fetched = await fetchAnswer(options, context, bodyAssertions(options) ? undefined : excerptOfErrors)
  if ('seen' in fetched) return fetched.seen
  const { answer, tokens } = fetched
  const results = await answerResults(options, answer, context.judge)
  const seen =
    'problem' in results
      ? notJudged(factsOf(answer, options), results)
      : verdict(options, answer, [statusResult(answer.status, options.expected_status), ...results])
  return withoutSecrets(seen, tokens)
}

function verdict(options: HttpOptions, answer: HttpAnswer, assertions: readonly AssertionResult[]): Seen {
  const seen = { ...factsOf(answer, options), assertions }
  const failed = assertions.filter(({ passed }) => !passed)
  const status = assertions[0]
  if (status && !status.passed) {
    return {
      ...withExcerpt(seen, answer),
      state: 'down',
      errorCode: 'http',
      message: statusText(answer.status, options.expected_status),
    }
  }
  if (failed.length > 0)
    return { ...withExcerpt(seen, answer), state: 'down', errorCode: 'assertion', message: assertionText(failed) }
  const { degraded_ms: limit } = options
  if (limit !== undefined && answer.durationMs > limit) {
    return { ...seen, state: 'degraded', errorCode: 'slow', message: slowText(answer.durationMs, limit) }
  }
  return { ...seen, state: 'up', message: upText(answer.status) }
}
