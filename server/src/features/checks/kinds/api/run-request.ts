import type { AssertionResult } from '@bongsu/contract/outcome.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import { type HttpAnswer, headerProblem } from '#platform/outbound/index.ts'
import { result } from '../../judging/assertions.ts'
import type { Unjudged } from '../../judging/body-judge.ts'
import type { Captured } from '../../judging/capture.ts'
import type { LookContext, Seen } from '../contract.ts'
import { factsOf, notJudged } from '../shared/answer-facts.ts'
import {
  answerResults,
  assertionText,
  bodyAssertions,
  slowText,
  statusResult,
  statusText,
} from '../shared/answer-verdict.ts'
import { decodeText } from '../shared/decode-text.ts'
import { fetchAnswer, type WebRequest } from '../shared/fetch-answer.ts'
import type { ApiOptions, ApiRequest } from './options.ts'
import { cannotBeInUrl, filled, filledValue, type Values, writingOf } from './template.ts'

/** What one request of the chain came to. */
export interface Ran {
  /** `up` goes on with the next one; so does `degraded`. */
  readonly seen: Seen
  readonly answer?: HttpAnswer
  /** The answer's text as far as it is shown, from its beginning. */
  readonly shown?: string
  readonly captured: Values
  /** What proved who we are. */
  readonly tokens: readonly string[]
}

type Connection = Pick<
  WebRequest,
  'client_certificate' | 'follow_redirects' | 'max_redirects' | 'verify_tls' | 'ca' | 'ip_version' | 'max_body_kb'
>

/** Spec: so much of an answer is shown. */
export const shownLength = 1_000
/** Enough for that many characters of any text, and for a secret that is cut by their end. */
const shownBytes = 16_384

export async function runRequest(
  template: ApiRequest,
  connection: Connection & Pick<ApiOptions, 'ip_version'>,
  values: Values,
  context: LookContext,
): Promise<Ran> {
  const impossible = cannotBeFilled(template, values)
  if (impossible) return { seen: impossible, captured: new Map(), tokens: [] }
  const request = filledRequest(template, values)
  const needsBody = bodyAssertions(request) !== null || request.captures.some(({ from }) => from !== 'header')
  const fetched = await fetchAnswer({ ...connection, ...request }, context, needsBody ? undefined : shownBytes)
  if ('seen' in fetched) return { seen: fetched.seen, captured: new Map(), tokens: [] }
  const { answer, tokens } = fetched
  const shown = decodeText(answer.body.subarray(0, shownBytes), answer.headers['content-type'])
  const { seen, captured } = await judged(request, answer, connection, context)
  return { seen, captured, answer, shown, tokens }
}

function filledRequest(template: ApiRequest, values: Values): ApiRequest {
  const plain = (text: string) => filled(text, values)
  const { auth, body } = template
  return {
    ...template,
    url: filled(template.url, values, 'url'),
    headers: template.headers.map(({ name, value }) => ({ name, value: plain(value) })),
    body: body === undefined ? undefined : filled(body, values, writingOf(typeOf(template))),
    auth:
      auth.type === 'basic'
        ? { ...auth, password: plain(auth.password) }
        : auth.type === 'bearer'
          ? { ...auth, token: plain(auth.token) }
          : auth,
    contains: template.contains.map(plain),
    not_contains: template.not_contains.map(plain),
    json: template.json.map((one) => ({ ...one, value: filledValue(one.value, values) })),
    response_headers: template.response_headers.map((one) =>
      one.value === undefined ? one : { ...one, value: plain(one.value) },
    ),
  }
}

const typeOf = ({ headers, content_type }: ApiRequest): string =>
  headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? content_type

/** What a server gave may be nothing that a header or a path can hold: that is the server's doing, and said as such. */
function cannotBeFilled(template: ApiRequest, values: Values): Seen | undefined {
  const inUrl = cannotBeInUrl(template.url, values)
  if (inUrl !== undefined) return unfit(`{{${inUrl}}}`, text('주소', 'the address'))
  for (const { name, value } of template.headers) {
    const written = filled(value, values)
    if (written !== value && headerProblem(name, written))
      return unfit(value, text(`헤더 "${name}"`, `the header "${name}"`))
  }
  if (template.auth.type !== 'bearer') return undefined
  return /^[\x21-\x7e]+$/.test(filled(template.auth.token, values))
    ? undefined
    : unfit(template.auth.token, text('Bearer 토큰', 'the bearer token'))
}

const unfit = (template: string, place: Text): Seen => ({
  state: 'down',
  errorCode: 'assertion',
  message: text(
    `앞 단계에서 받은 값을 ${place.ko}에 쓸 수 없습니다.`,
    `What an earlier step gave cannot be written into ${place.en}.`,
  ),
  durationMs: 0,
  evidence: {},
  assertions: [result('value', `fit for ${place.en}`, template, false)],
})

interface Judged {
  readonly seen: Seen
  readonly captured: Values
}

async function judged(
  request: ApiRequest,
  answer: HttpAnswer,
  connection: Connection,
  context: LookContext,
): Promise<Judged> {
  const facts = factsOf(answer, connection)
  const none: Values = new Map()
  const results = await answerResults(request, answer, context.judge)
  if ('problem' in results) return { seen: notJudged(facts, results), captured: none }
  const captures = await captured(request, answer, context)
  if ('problem' in captures) return { seen: notJudged(facts, captures), captured: none }
  const assertions = [
    statusResult(answer.status, request.expected_status),
    ...timeResult(request, answer),
    ...results,
    ...captures.results,
  ]
  return { seen: { ...facts, assertions, ...verdict(request, answer, assertions) }, captured: captures.values }
}

const timeResult = ({ max_response_ms: most }: ApiRequest, { durationMs }: HttpAnswer): AssertionResult[] =>
  most === undefined ? [] : [result('response_ms', `≤ ${most}`, String(Math.round(durationMs)), durationMs <= most)]

function verdict(
  request: ApiRequest,
  answer: HttpAnswer,
  assertions: readonly AssertionResult[],
): Pick<Seen, 'state' | 'errorCode' | 'message'> {
  const failed = assertions.filter(({ passed }) => !passed)
  if (assertions[0] && !assertions[0].passed)
    return { state: 'down', errorCode: 'http', message: statusText(answer.status, request.expected_status) }
  if (failed.length > 0) return { state: 'down', errorCode: 'assertion', message: assertionText(failed) }
  const { degraded_ms: limit } = request
  if (limit !== undefined && answer.durationMs > limit)
    return { state: 'degraded', errorCode: 'slow', message: slowText(answer.durationMs, limit) }
  const message = text(
    `HTTP ${answer.status}, 검증 ${assertions.length}개를 모두 통과했습니다.`,
    `HTTP ${answer.status}, and all that was asked holds (${assertions.length}).`,
  )
  return { state: 'up', message }
}

/** The values of the answer that later requests want. One that is not there fails this one: the next could only guess. */
async function captured(
  { captures }: ApiRequest,
  answer: HttpAnswer,
  { judge }: LookContext,
): Promise<{ values: Values; results: AssertionResult[] } | Unjudged> {
  const fromBody = captures.filter(({ from }) => from !== 'header')
  const body = fromBody.length === 0 ? '' : decodeText(answer.body, answer.headers['content-type'])
  const taken = await judge.capture(
    body,
    fromBody.map(({ from, expression }) => (from === 'json' ? { path: expression } : { pattern: expression })),
  )
  if ('problem' in taken) return taken
  const values = new Map<string, string | number | boolean>()
  const results: AssertionResult[] = []
  for (const capture of captures) {
    const found = capture.from === 'header' ? headerValue(answer, capture.expression) : taken[fromBody.indexOf(capture)]
    if (!found) continue
    if ('value' in found) values.set(capture.name, found.value)
    else results.push(result(`save ${capture.name}`, capture.expression, found.missing, false))
  }
  return { values, results }
}

function headerValue({ headers }: HttpAnswer, name: string): Captured {
  const value = headers[name.toLowerCase()]
  const [first] = Array.isArray(value) ? value : [value]
  return first === undefined ? { missing: 'absent' } : { value: first }
}
