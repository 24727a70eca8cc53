import type { AssertionResult } from './outcome.ts'
import { type Language, type Text, text } from './text.ts'

/** Assertions are recorded in words of the machine, the same in every language. These are the words people read. */
const named: Readonly<Record<string, Text>> = {
  status: text('상태 코드', 'Status'),
  contains: text('본문에 있어야 할 문구', 'Body contains'),
  not_contains: text('본문에 없어야 할 문구', 'Body does not contain'),
  matches: text('본문과 일치해야 할 정규식', 'Body matches'),
  not_matches: text('본문과 일치하면 안 되는 정규식', 'Body does not match'),
  json_schema: text('JSON Schema', 'JSON Schema'),
  answer: text('응답', 'Answer'),
  records: text('DNS 레코드', 'DNS records'),
  selector: text('선택자', 'Selector'),
  element: text('보여야 할 요소', 'Element to be seen'),
  value: text('쓸 값', 'Value to use'),
  grade: text('등급', 'Grade'),
  score: text('점수', 'Score'),
  response_ms: text('응답 시간(ms)', 'Response time (ms)'),
  'contains any': text('하나라도 있어야 할 내용', 'Contains any'),
  'content-type': text('응답 형식', 'Type of the answer'),
  query: text('쿼리의 값', 'Value of the query'),
  role: text('역할', 'Role'),
  health: text('상태', 'Health'),
  message: text('메시지', 'Message'),
  pong: text('퐁', 'Pong'),
  subprotocol: text('하위 프로토콜', 'Subprotocol'),
  'greeting and capabilities': text('인사말과 기능', 'Greeting and capabilities'),
  tool: text('도구', 'Tool'),
  call: text('도구 호출', 'Call'),
  'call contains': text('도구의 답에 있어야 할 문구', 'Answer of the call contains'),
}

const values: Readonly<Record<string, Text>> = {
  'not found': text('없음', 'not found'),
  visible: text('보임', 'visible'),
  absent: text('없음', 'absent'),
  matched: text('일치함', 'matched'),
  'no match': text('일치하지 않음', 'no match'),
  exists: text('있음', 'is there'),
  not_exists: text('없음', 'is not there'),
  valid: text('스키마에 맞음', 'valid'),
  'empty body': text('빈 본문', 'empty body'),
  'not JSON': text('JSON이 아님', 'not JSON'),
  'nested too deeply': text('너무 깊이 겹침', 'nested too deeply'),
  'longer than the size limit': text('읽을 크기보다 긺', 'longer than the size limit'),
  'no answer': text('응답 없음', 'no answer'),
  'not HTML': text('HTML이 아님', 'not HTML'),
  'not offered': text('제공하지 않음', 'not offered'),
  'a result': text('결과', 'a result'),
  'a pong': text('퐁', 'a pong'),
  nothing: text('찾은 값 없음', 'nothing'),
}

/** How a comparison begins, and how it is said. */
const comparisons: readonly (readonly [string, Text])[] = [
  ['equals ', text('= ', '= ')],
  ['not_equals ', text('≠ ', '≠ ')],
  ['greater_or_equal ', text('≥ ', '≥ ')],
  ['greater ', text('> ', '> ')],
  ['less_or_equal ', text('≤ ', '≤ ')],
  ['less ', text('< ', '< ')],
  ['contains ', text('포함 ', 'contains ')],
  ['not_contains ', text('포함하지 않음 ', 'does not contain ')],
  ['matches ', text('정규식 ', 'matches ')],
  ['count ', text('개수 = ', 'count = ')],
]

const compared = new Set(['query', 'records', 'message', 'greeting and capabilities'])
/** Only these are comparisons: what else is expected is somebody's own text, which may begin with any word. */
const isCompared = (what: string): boolean =>
  compared.has(what) || /^(json|header|message on) /.test(what) || /^[A-Z]+$/.test(what)

/** A request of a chain stands before what was asserted of it: `me: status`. */
const split = (what: string): readonly [before: string, own: string] => {
  const found = /^(.{1,100}?): (.+)$/.exec(what)
  return found ? [`${found[1]}: `, found[2] ?? ''] : ['', what]
}

function nameOf(language: Language, what: string): string {
  const saved = /^save (.+)$/.exec(what)?.[1]
  if (saved !== undefined) return text(`저장할 값 ${saved}`, `Value to save: ${saved}`)[language]
  const header = /^header (.+)$/.exec(what)?.[1]
  if (header !== undefined) return text(`응답 헤더 ${header}`, `Header ${header}`)[language]
  const topic = /^message on (.+)$/.exec(what)?.[1]
  if (topic !== undefined) return text(`${topic}의 메시지`, `Message on ${topic}`)[language]
  const service = /^health of (.+)$/.exec(what)?.[1]
  if (service !== undefined) return text(`${service}의 상태`, `Health of ${service}`)[language]
  const path = /^json (.+)$/.exec(what)?.[1]
  if (path !== undefined) return `JSON ${path}`
  return Object.hasOwn(named, what) ? (named[what]?.[language] ?? what) : what
}

function saidOf(language: Language, what: string, value: string): string {
  if (Object.hasOwn(values, value)) return values[value]?.[language] ?? value
  const comparison = isCompared(what) ? comparisons.find(([begins]) => value.startsWith(begins)) : undefined
  return comparison ? comparison[1][language] + value.slice(comparison[0].length) : value
}

/** An assertion as people read it. */
export function assertionWords(
  language: Language,
  { what, expected, got }: Pick<AssertionResult, 'what' | 'expected' | 'got'>,
): { readonly what: string; readonly expected: string; readonly got: string } {
  const [before, own] = Object.hasOwn(named, what) ? ['', what] : split(what)
  return {
    what: before + nameOf(language, own),
    expected: saidOf(language, own, expected),
    got: saidOf(language, own, got),
  }
}
