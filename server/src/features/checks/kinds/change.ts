import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { isoTime } from '#kernel/clock.ts'
import type { LineDiff } from '#platform/line-diff.ts'
import type { HttpAnswer } from '#platform/outbound/index.ts'
import { result } from '../judging/assertions.ts'
import type { Unjudged } from '../judging/body-judge.ts'
import { isHtml } from '../judging/read-page.ts'
import { selectorProblem } from '../judging/selector.ts'
import type { Notice } from '../outcome.ts'
import { redacted, secretValues } from '../redact.ts'
import { type Baseline, type Memory, pageOf, type Step, step } from './change/baseline.ts'
import { checkKind, type LookContext } from './contract.ts'
import { pattern, phrase } from './shared/assertion-fields.ts'
import { decodeText } from './shared/decode-text.ts'
import { hostOf, hostsOf } from './shared/fetch-answer.ts'
import { saying } from './shared/fields.ts'
import { lookAtPage, type PageVerdict, readSoFar } from './shared/look-at-page.ts'
import { expectedStatusField, pageFields } from './shared/request-fields.ts'

const watched = text('볼 내용', 'What is watched')
const { url, ...rest } = pageFields

const options = z.strictObject({
  url,
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
        '이 요소들만 봅니다. 예: #prices, main .notice. 비워 두면 페이지 전체입니다.',
        'Only these elements are watched, such as #prices or main .notice. Left empty, the whole page is.',
      ),
      section: watched,
    }),
  compare: z
    .enum(['text', 'source'])
    .default('text')
    .meta({
      label: text('비교 대상', 'What is compared'),
      choices: { text: text('보이는 글자', 'What people see'), source: text('소스(HTML)', 'The source (HTML)') },
      section: watched,
    }),
  ignore: z
    .array(pattern)
    .max(20)
    .default([])
    .meta({
      label: text('무시할 정규식', 'Patterns to ignore'),
      help: text(
        '비교하기 전에 지웁니다. 예: 조회수 [\\d,]+ (RE2 문법)',
        'Taken out before comparing, such as [\\d,]+ views (RE2 syntax).',
      ),
      section: watched,
    }),
  contains: z
    .array(phrase)
    .max(20)
    .default([])
    .meta({
      label: text('반드시 있어야 할 문구', 'Words that must be there'),
      help: text(
        '없으면 오류 페이지로 보고 기준으로 삼지 않습니다.',
        'Without them it is an error page: down, and never what later looks are compared with.',
      ),
      section: watched,
      advanced: true,
    }),
  confirm: z
    .int()
    .min(1)
    .max(10)
    .default(1)
    .meta({
      label: text('확정까지 연속 점검 수', 'Looks in a row until it counts'),
      help: text(
        '같은 새 내용을 이만큼 연달아 봐야 바뀐 것으로 봅니다.',
        'The same new content must be seen so many times in a row before it counts as a change.',
      ),
      section: watched,
      advanced: true,
    }),
  ...rest,
  expected_status: expectedStatusField.default('200-299'),
})
type ChangeOptions = z.output<typeof options>

/** Tells when a page is another than before: once for each change, with what changed. */
export const change = checkKind({
  label: text('콘텐츠 변경', 'Content change'),
  summary: text(
    '페이지 또는 선택한 요소의 내용이 바뀌면 무엇이 바뀌었는지와 함께 한 번 알립니다.',
    'Tells once, with what changed, when a page or chosen elements of it are other than before.',
  ),
  group: 'web',
  options,
  example: { url: 'https://example.com/terms', selector: 'main', ignore: ['Updated .*'] },
  defaults: { check_interval: 3600, timeout: 30 },
  host: ({ url }) => hostOf(url),
  reaches: hostsOf,
  remembers: ({ url, selector, compare, ignore }) => ({ url, selector, compare, ignore }),
  look: (asked, context) =>
    lookAtPage(asked, context, { judge: (answer, tokens) => judge(asked, answer, tokens, context) }),
})

async function judge(
  asked: ChangeOptions,
  answer: HttpAnswer,
  tokens: readonly string[],
  context: LookContext,
): Promise<PageVerdict | Unjudged> {
  if (answer.bodyCut) return tooLarge(asked, answer)
  const page = await watchedText(asked, answer, context)
  if (typeof page !== 'string') return page
  const missing = asked.contains.filter((words) => !page.includes(words))
  if (page === '' || missing.length > 0) return notThePage(missing)
  // A token that the page repeats is another one at every look, and must not be kept.
  const shown = redacted(page, [...secretValues(asked, change.secrets), ...tokens])
  const seen = step(memoryOf(context.remembered), shown, context.clock.now(), asked.confirm)
  return seen.is === 'changed' ? changed(seen, shown, context) : unchanged(seen, asked)
}

/** Safe because only `step` made what is remembered, for options that read the same. */
const memoryOf = (remembered: unknown): Memory | undefined => remembered as Memory | undefined

async function watchedText(
  { selector, compare, ignore }: ChangeOptions,
  answer: HttpAnswer,
  { judge }: LookContext,
): Promise<string | PageVerdict | Unjudged> {
  const type = answer.headers['content-type']
  const body = decodeText(answer.body, type)
  const html = isHtml(body, type)
  if (selector !== undefined && !html) return noElement(selector, text('HTML이 아닙니다.', 'This is not HTML.'))
  const texts = await judge.read(body, { html, as: compare, selector })
  if ('problem' in texts) return texts
  if (selector !== undefined && texts.length === 0) return noElement(selector)
  return judge.tidy(texts.join('\n'), { ignore })
}

function unchanged({ is, memory }: Step, { confirm }: ChangeOptions): PageVerdict {
  const { baseline, candidate } = memory
  const evidence = { ...factsOf(baseline), ...(candidate ? { differs_for_looks: candidate.count } : {}) }
  const seen = { remember: memory, evidence }
  if (is === 'first') return { ...seen, state: 'up', message: firstText }
  if (is === 'restless') return { ...seen, state: 'degraded', errorCode: 'config', message: restlessText }
  return { ...seen, state: 'up', message: candidate ? unsureText(candidate.count, confirm) : sameText(baseline) }
}

async function changed(
  { memory, before }: Extract<Step, { is: 'changed' }>,
  page: string,
  { judge }: LookContext,
): Promise<PageVerdict> {
  const old = pageOf(before)
  const diff = old === null ? null : await judge.compare(page, { before: old })
  const shown = diff === null || 'problem' in diff ? null : diff
  const message = changedText(shown)
  const details = { ...factsOf(memory.baseline), before_sha256: before.hash, ...(shown ? diffFacts(shown) : {}) }
  return {
    state: 'up',
    message,
    evidence: details,
    notices: [noticeOf(before, memory.baseline, message, details)],
    remember: memory,
  }
}

/** The key names the step from one content to the other: doubled looks meet in it, a later return does not. */
const noticeOf = (
  before: Baseline,
  now: Baseline,
  message: Text,
  details: Readonly<Record<string, unknown>>,
): Notice => ({
  type: 'content_changed',
  key: `${before.since}:${now.hash}`,
  severity: 'warning',
  message,
  details,
})

const factsOf = ({ hash, since, packed }: Baseline) => ({
  sha256: hash,
  same_since: isoTime(since),
  ...(packed === null ? { too_large_to_compare: true } : {}),
})

const diffFacts = ({ added, removed, diff }: LineDiff) => ({ lines_added: added, lines_removed: removed, diff })

function changedText(diff: LineDiff | null): Text {
  if (!diff) return text('페이지 내용이 바뀌었습니다.', 'The content of the page has changed.')
  const { added, removed } = diff
  const example = diff.firstAdded ?? diff.firstRemoved ?? ''
  const shown = `${diff.firstAdded === null ? '−' : '+'} ${example.length > 120 ? `${example.slice(0, 120)}…` : example}`
  return text(
    `페이지 내용이 바뀌었습니다(추가 ${added}줄, 삭제 ${removed}줄): ${shown}`,
    `The content of the page has changed (${added} added, ${removed} removed): ${shown}`,
  )
}

const firstText = text(
  '처음 본 내용입니다. 모니터의 다음 점검부터 이 내용과 비교합니다.',
  'This is the first look; later looks of a monitor are compared with this content.',
)
const sameText = ({ since }: Baseline): Text => {
  const date = isoTime(since).slice(0, 10)
  return text(`${date}부터 내용이 그대로입니다.`, `The content has been the same since ${date}.`)
}
const unsureText = (count: number, confirm: number): Text =>
  text(
    `내용이 다르게 보입니다. 같은 내용을 연달아 확인하고 있습니다(${count}/${confirm}).`,
    `The content looks different; it counts once it was seen in a row (${count} of ${confirm}).`,
  )
const restlessText = text(
  '볼 때마다 내용이 달라 변경을 가릴 수 없습니다. 선택자를 좁히거나 무시할 정규식을 더하세요.',
  'The content is different at every look, so no change can be told. Narrow the selector, or ignore what always differs.',
)

const noElement = (selector: string, why = text('', '')): PageVerdict => ({
  state: 'down',
  errorCode: 'assertion',
  message: text(
    `${why.ko} 선택자 "${selector}"에 맞는 요소가 없습니다.`.trim(),
    `${why.en} No element fits the selector "${selector}".`.trim(),
  ),
  assertions: [result('selector', selector, 'not found', false)],
})

/** Whatever answers with the right status is not always the page: this one is never compared with, nor kept. */
const notThePage = (missing: readonly string[]): PageVerdict => ({
  state: 'down',
  errorCode: 'assertion',
  message:
    missing.length === 0
      ? text('비교할 내용이 비어 있습니다.', 'There is nothing on the page to compare.')
      : text(
          `있어야 할 문구가 없어 기준으로 삼지 않았습니다: "${missing[0]}"`,
          `Words that must be there are missing, so it was not taken for the page: "${missing[0]}"`,
        ),
  assertions: missing.map((words) => result('contains', words, 'not found', false)),
})

const tooLarge = (asked: ChangeOptions, answer: HttpAnswer): Unjudged => ({
  fault: 'config',
  problem: readSoFar(
    text('페이지가 너무 커서 비교하지 않았습니다.', 'The page is too large to be compared.'),
    answer,
    asked,
  ),
})
