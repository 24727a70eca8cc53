import type { Language } from '@bongsu/contract/text.ts'
import { z } from 'zod'

/** What zod knows of a problem while it words it. `input` is the value that came. */
type Issue = z.core.$ZodRawIssue

type Words = (issue: Issue) => string | undefined

/**
 * Our own sentences for the problems that people meet: what was expected, and what came. Anything rarer falls back to
 * zod's words, so that nothing is ever without a message.
 */
export const problemWords: Readonly<Record<Language, (issue: Issue) => string>> = {
  ko: (issue) => korean[issue.code]?.(issue) ?? localeWords('ko', issue),
  en: (issue) => english[issue.code]?.(issue) ?? localeWords('en', issue),
}

const locales = { ko: z.locales.ko().localeError, en: z.locales.en().localeError }

function localeWords(language: Language, issue: Issue): string {
  const said = locales[language](issue)
  return (
    (typeof said === 'string' ? said : said?.message) ??
    (language === 'ko' ? '허용되지 않는 값입니다.' : 'Not allowed here.')
  )
}

const korean: Readonly<Record<string, Words>> = {
  invalid_type(issue) {
    if (issue.input === undefined) return '필수 항목입니다.'
    const wanted = koreanTypes[String(issue.expected)]
    return wanted && `${wanted} 합니다(받은 값: ${shown(issue.input, koreanKinds)}).`
  },
  too_small(issue) {
    const { minimum, inclusive, origin } = issue as { minimum?: unknown; inclusive?: boolean; origin?: string }
    if (origin === 'string') return minimum === 1 ? '비워 둘 수 없습니다.' : `${minimum}자 이상이어야 합니다.`
    if (origin === 'array') return minimum === 1 ? '하나 이상 있어야 합니다.' : `${minimum}개 이상이어야 합니다.`
    if (origin === 'number' || origin === 'int')
      return `${minimum}${inclusive === false ? '보다 커야' : ' 이상이어야'} 합니다(받은 값: ${issue.input}).`
    return undefined
  },
  too_big(issue) {
    const { maximum, inclusive, origin } = issue as { maximum?: unknown; inclusive?: boolean; origin?: string }
    if (origin === 'string') return `${maximum}자 이하여야 합니다(받은 길이: ${lengthOf(issue.input)}자).`
    if (origin === 'array') return `${maximum}개 이하여야 합니다(받은 수: ${lengthOf(issue.input)}개).`
    if (origin === 'number' || origin === 'int')
      return `${maximum}${inclusive === false ? '보다 작아야' : ' 이하여야'} 합니다(받은 값: ${issue.input}).`
    return undefined
  },
  invalid_format: (issue) => koreanFormats[formatOf(issue)] ?? '형식이 올바르지 않습니다.',
  invalid_value: (issue) => `다음 중 하나여야 합니다: ${valuesOf(issue)}`,
  invalid_key: () => '이름이 올바르지 않습니다.',
  invalid_union: (issue) =>
    valuesOf(issue) ? `다음 중 하나여야 합니다: ${valuesOf(issue)}` : '허용되지 않는 값입니다.',
  not_multiple_of: (issue) => `${(issue as { divisor?: unknown }).divisor}의 배수여야 합니다.`,
}

const english: Readonly<Record<string, Words>> = {
  invalid_type(issue) {
    if (issue.input === undefined) return 'This field is required.'
    const wanted = englishTypes[String(issue.expected)]
    return wanted && `Must be ${wanted}, but is ${shown(issue.input, englishKinds)}.`
  },
  too_small(issue) {
    const { minimum, inclusive, origin } = issue as { minimum?: unknown; inclusive?: boolean; origin?: string }
    if (origin === 'string')
      return minimum === 1 ? 'This field must not be empty.' : `Must have at least ${minimum} characters.`
    if (origin === 'array') return minimum === 1 ? 'There must be at least one.' : `There must be at least ${minimum}.`
    if (origin === 'number' || origin === 'int')
      return `Must be ${inclusive === false ? 'more than' : 'at least'} ${minimum}, but is ${issue.input}.`
    return undefined
  },
  too_big(issue) {
    const { maximum, inclusive, origin } = issue as { maximum?: unknown; inclusive?: boolean; origin?: string }
    if (origin === 'string') return `Must have at most ${maximum} characters, but has ${lengthOf(issue.input)}.`
    if (origin === 'array') return `There may be at most ${maximum}, but there are ${lengthOf(issue.input)}.`
    if (origin === 'number' || origin === 'int')
      return `Must be ${inclusive === false ? 'less than' : 'at most'} ${maximum}, but is ${issue.input}.`
    return undefined
  },
  invalid_format: (issue) => englishFormats[formatOf(issue)] ?? 'The form of this value is not right.',
  invalid_value: (issue) => `Must be one of: ${valuesOf(issue)}`,
  invalid_key: () => 'This name is not allowed.',
  invalid_union: (issue) => (valuesOf(issue) ? `Must be one of: ${valuesOf(issue)}` : 'This value is not allowed.'),
  not_multiple_of: (issue) => `Must be a multiple of ${(issue as { divisor?: unknown }).divisor}.`,
}

const formatOf = (issue: Issue): string => String((issue as { format?: unknown }).format)
const lengthOf = (input: unknown): number => (input as { length: number }).length
/** What may be chosen from: of a list of values, or of the shapes that a `type` field tells apart. */
function valuesOf(issue: Issue): string {
  const { values, options } = issue as { values?: readonly unknown[]; options?: readonly unknown[] }
  return (values ?? options ?? []).map((value) => (value === '' ? '""' : String(value))).join(', ')
}

/** A number is short and says most itself; anything else is named by its kind. */
const shown = (input: unknown, kinds: Readonly<Record<Kind, string>>): string =>
  typeof input === 'number' ? String(input) : kinds[kindOf(input)]

type Kind = 'text' | 'number' | 'boolean' | 'list' | 'object' | 'null' | 'other'

function kindOf(input: unknown): Kind {
  if (input === null) return 'null'
  if (Array.isArray(input)) return 'list'
  const kinds: Record<string, Kind> = { string: 'text', number: 'number', boolean: 'boolean', object: 'object' }
  return kinds[typeof input] ?? 'other'
}

const koreanKinds: Readonly<Record<Kind, string>> = {
  text: '문자열',
  number: '숫자',
  boolean: '참/거짓 값',
  list: '목록',
  object: '객체',
  null: 'null',
  other: '다른 값',
}
const englishKinds: Readonly<Record<Kind, string>> = {
  text: 'text',
  number: 'a number',
  boolean: 'true or false',
  list: 'a list',
  object: 'an object',
  null: 'null',
  other: 'something else',
}

const koreanTypes: Readonly<Record<string, string>> = {
  string: '문자열이어야',
  number: '숫자여야',
  int: '정수여야',
  boolean: 'true나 false여야',
  array: '목록이어야',
  object: '객체여야',
  record: '객체여야',
  null: 'null이어야',
}
const englishTypes: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
}

const koreanFormats: Readonly<Record<string, string>> = {
  email: '올바른 이메일 주소가 아닙니다.',
  url: '올바른 URL이 아닙니다.',
  ipv4: '올바른 IPv4 주소가 아닙니다.',
  ipv6: '올바른 IPv6 주소가 아닙니다.',
  datetime: 'ISO 8601 시각이어야 합니다(예: 2026-01-31T09:00:00Z).',
  date: 'YYYY-MM-DD 날짜여야 합니다.',
  time: 'HH:MM 시각이어야 합니다.',
  uuid: '올바른 UUID가 아닙니다.',
}
const englishFormats: Readonly<Record<string, string>> = {
  email: 'This is not an e-mail address.',
  url: 'This is not a URL.',
  ipv4: 'This is not an IPv4 address.',
  ipv6: 'This is not an IPv6 address.',
  datetime: 'Must be an ISO 8601 time, such as 2026-01-31T09:00:00Z.',
  date: 'Must be a date as YYYY-MM-DD.',
  time: 'Must be a time as HH:MM.',
  uuid: 'This is not a UUID.',
}
