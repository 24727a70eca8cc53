import type { AssertionResult } from '@bongsu/contract/outcome.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import type { HttpAnswer } from '#platform/outbound/index.ts'
import { result } from '../judging/assertions.ts'
import type { Unjudged } from '../judging/body-judge.ts'
import type { Finding, FoundWord } from '../judging/find-words.ts'
import { isHtml } from '../judging/read-page.ts'
import type { Notice } from '../outcome.ts'
import { checkKind, type LookContext } from './contract.ts'
import { type KeywordOptions, keywordOptions } from './keyword/options.ts'
import { excerptOfErrors } from './shared/answer-facts.ts'
import { decodeText } from './shared/decode-text.ts'
import { hostOf, hostsOf } from './shared/fetch-answer.ts'
import { lookAtPage, type PageVerdict, readSoFar } from './shared/look-at-page.ts'

export const keyword = checkKind({
  label: text('키워드', 'Keyword'),
  summary: text(
    '페이지나 헤더에 키워드가 있는지, 없는지 확인합니다.',
    'Looks whether keywords are there, or are not there, in a page or a header.',
  ),
  group: 'web',
  options: keywordOptions,
  example: { url: 'https://example.com/', keywords: ['Example Domain'] },
  defaults: { check_interval: 300, timeout: 30 },
  host: ({ url }) => hostOf(url),
  reaches: hostsOf,
  look: (options, context) =>
    lookAtPage(options, context, {
      ...(options.where === 'header' ? { keepBytes: excerptOfErrors } : {}),
      judge: (answer) => judge(options, answer, context),
    }),
})

async function judge(
  options: KeywordOptions,
  answer: HttpAnswer,
  { judge }: LookContext,
): Promise<PageVerdict | Unjudged> {
  const inHeader = options.where === 'header'
  const body = inHeader ? headerText(answer, options.header ?? '') : decodeText(answer.body, typeOf(answer))
  const finding = await judge.find(body, {
    reading: {
      html: !inHeader && isHtml(body, typeOf(answer)),
      as: options.where === 'text' ? 'text' : 'source',
    },
    words: options.keywords,
    syntax: options.syntax,
    caseSensitive: options.case_sensitive,
    normalize: options.where === 'text' && options.syntax === 'text',
  })
  return 'problem' in finding ? finding : verdict(options, answer, finding)
}

const typeOf = ({ headers }: HttpAnswer): string | undefined => headers['content-type']

function headerText({ headers }: HttpAnswer, name: string): string {
  const value = headers[name.toLowerCase()]
  return Array.isArray(value) ? value.join('\n') : (value ?? '')
}

function verdict(options: KeywordOptions, answer: HttpAnswer, { words, beginning }: Finding): PageVerdict {
  const unwanted = options.alert_when === 'found'
  const hits = words.filter(({ count }) => count >= options.at_least === unwanted)
  const facts = {
    assertions: words.map((word) => resultOf(options, word)),
    evidence: {
      searched: searchedIn(options, answer),
      keywords: words.map(({ word, count }) => ({ word, count })),
      places: words.flatMap(({ word, places }) => places.map((place) => ({ word, ...place }))).slice(0, 20),
      ...(hits.length > 0 && !unwanted ? { beginning } : {}),
    },
  }
  if (hits.length === 0) return { ...facts, state: 'up', message: fineText(words, unwanted) }
  const message = unwanted ? hitText(hits, true) : readSoFar(hitText(hits, false), answer, options)
  if (options.effect === 'notice')
    return { ...facts, state: 'up', message, notices: hits.map((word) => noticeOf(word, unwanted)) }
  return { ...facts, state: options.effect, errorCode: 'assertion', message }
}

/** Where it was looked for, so that nobody has to guess: a page, one header, and after which redirects. */
const searchedIn = (options: KeywordOptions, { url }: HttpAnswer): string =>
  options.where === 'header' ? `${url} · ${options.header?.toLowerCase()}` : url

const resultOf = ({ alert_when, at_least }: KeywordOptions, { word, count }: FoundWord): AssertionResult =>
  alert_when === 'found'
    ? result('not_contains', at_least > 1 ? `${word} (< ${at_least})` : word, String(count), count < at_least)
    : result('contains', at_least > 1 ? `${word} (≥ ${at_least})` : word, String(count), count >= at_least)

const listed = (words: readonly FoundWord[]): string =>
  words
    .slice(0, 5)
    .map(({ word, count }) => (count > 1 ? `${word} ×${count}` : word))
    .join(', ') + (words.length > 5 ? ' …' : '')

const hitText = (hits: readonly FoundWord[], unwanted: boolean): Text =>
  unwanted
    ? text(`모니터링 키워드가 발견되었습니다: ${listed(hits)}`, `A keyword was found: ${listed(hits)}`)
    : text(`필수 키워드가 누락되었습니다: ${listed(hits)}`, `A keyword is missing: ${listed(hits)}`)

const fineText = ({ length }: readonly FoundWord[], unwanted: boolean): Text =>
  unwanted
    ? text(`키워드 ${length}개가 모두 없습니다.`, length === 1 ? 'The keyword is not there.' : 'No keyword is there.')
    : text(`키워드 ${length}개가 모두 있습니다.`, length === 1 ? 'The keyword is there.' : 'All keywords are there.')

/** News for as long as it holds: told once when it begins, and again after it had ceased. */
const noticeOf = (found: FoundWord, unwanted: boolean): Notice => ({
  type: 'keyword',
  key: `${unwanted ? 'found' : 'missing'}:${found.word}`,
  severity: 'warning',
  message: hitText([found], unwanted),
})
