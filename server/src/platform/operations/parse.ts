import type { FieldProblem } from '@bongsu/contract/error-codes.ts'
import { type Language, type Text, text } from '@bongsu/contract/text.ts'
import { ZodError, type z } from 'zod'
import { Failure, invalidField, type ReasonedText } from '#kernel/errors.ts'
import { problemWords } from './problem-words.ts'

/** Field names that no object of ours ever has: dropping them silently would hide an attack, so they are refused. */
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Parses with every problem named: path, what was expected, what came, in the reader's language. A strict object names
 * its unknown fields. Null in a field that may be left out and cannot be null is the same as leaving it out: form
 * libraries and language models fill in what they have no value for. Throws `validation` with `details.fields`.
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  language: Language,
): z.output<Schema> {
  const forbidden = forbiddenIn(value)
  if (forbidden) throw invalidField(pathText(forbidden.path), forbidden.says)
  const options = { error: problemWords[language] }
  const first = schema.safeParse(value, options)
  if (first.success) return first.data
  const nulls = first.error.issues.filter(({ path }) => path.length > 0 && at(value, path) === null)
  const result = nulls.length === 0 ? first : schema.safeParse(leftOut(value, nulls), options)
  if (result.success) return result.data
  // Said of a null that was needed: what it was, not that it is missing.
  const error = new ZodError(
    result.error.issues.map((issue) => nulls.find(({ path }) => isSamePath(path, issue.path)) ?? issue),
  )
  const fields = fieldProblems(error, language)
  const summary = fields.map((field) => (field.path ? `${field.path}: ${field.message}` : field.message)).join(' · ')
  const reason = reasonOf(error)
  throw new Failure('validation', text(summary, summary), reason === undefined ? { fields } : { reason, fields })
}

type Path = readonly PropertyKey[]

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, part) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[part] : undefined,
    value,
  )

/** A copy without the fields at these paths. What stands in a list stays where it is. */
function leftOut(value: unknown, places: readonly { readonly path: Path }[]): unknown {
  const copy = structuredClone(value)
  for (const { path } of places) {
    const owner = at(copy, path.slice(0, -1))
    if (typeof owner === 'object' && owner !== null && !Array.isArray(owner))
      delete (owner as Record<PropertyKey, unknown>)[path.at(-1) as PropertyKey]
  }
  return copy
}

const isSamePath = (one: Path, other: Path): boolean =>
  one.length === other.length && one.every((part, index) => part === other[index])

export const fieldProblems = (error: z.ZodError, language: Language): FieldProblem[] =>
  error.issues.flatMap((issue) => problemsOf(issue, [], language))

function problemsOf(issue: z.core.$ZodIssue, before: readonly PropertyKey[], language: Language): FieldProblem[] {
  const path = [...before, ...issue.path]
  if (issue.code === 'custom') return [{ path: pathText(path), message: ownWords(issue, language) }]
  if (issue.code === 'invalid_key') return [{ path: pathText(path), message: keyWords(issue, language) }]
  if (issue.code === 'invalid_union') return unionProblems(issue, path, language)
  if (issue.code !== 'unrecognized_keys') return [{ path: pathText(path), message: issue.message }]
  return issue.keys.map((key) => ({
    path: pathText([...path, key]),
    message: language === 'ko' ? '알 수 없는 항목입니다.' : 'This field is not known here.',
  }))
}

/**
 * A value that may be one of several shapes is told what is wrong with the shape it comes nearest to: the first one whose
 * type it has. Where it has none of them, every shape says in one sentence what it wants.
 */
function unionProblems(
  issue: z.core.$ZodIssueInvalidUnion,
  path: readonly PropertyKey[],
  language: Language,
): FieldProblem[] {
  const isWrongType = (one: z.core.$ZodIssue) => one.code === 'invalid_type' && one.path.length === 0
  const wanted = issue.errors.filter((branch) => branch.length > 0 && !branch.every(wantsNothing))
  const fitting = wanted.filter((branch) => !branch.some(isWrongType))
  const within = fitting.find((branch) => branch.some((one) => one.path.length > 0))
  const chosen = within ?? (fitting.length > 0 ? fitting : wanted).flat()
  const problems = chosen.flatMap((one) => problemsOf(one, path, language))
  if (problems.length === 0) return [{ path: pathText(path), message: issue.message }]
  if (within) return problems
  return [{ path: pathText(path), message: [...new Set(problems.map(({ message }) => message))].join(' / ') }]
}

/** The shapes that stand for "nothing" (null, an empty text) are not what somebody meant who sent something. */
const wantsNothing = (one: z.core.$ZodIssue): boolean =>
  (one.code === 'invalid_type' && one.expected === 'null') ||
  (one.code === 'invalid_value' && one.values.every((value) => value === ''))

/** A refinement may name what it refuses: `params: { text: { ko, en, reason } }`. Said where nothing else is wrong. */
function reasonOf({ issues: [first, ...others] }: z.ZodError): string | undefined {
  if (first?.code !== 'custom' || others.length > 0) return undefined
  return (first.params?.text as ReasonedText | undefined)?.reason
}

/** A refinement brings its sentence along: `refine(isZone, { params: { text: text('…', '…') } })`. */
const ownWords = (issue: z.core.$ZodIssueCustom, language: Language): string =>
  (issue.params?.text as Text | undefined)?.[language] ?? issue.message

/** What the name's own rule says of it, where it has one in our words. */
function keyWords(issue: z.core.$ZodIssueInvalidKey, language: Language): string {
  const [within] = issue.issues
  return within?.code === 'custom' ? ownWords(within, language) : issue.message
}

export const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((before, part) => {
    if (typeof part === 'number') return `${before}[${part}]`
    return before ? `${before}.${String(part)}` : String(part)
  }, '')

interface Forbidden {
  readonly says: Text
  /** Where it stands; made on the way out, so that what is fine costs nothing. */
  readonly path: PropertyKey[]
}

function forbiddenIn(value: unknown, depth = 0): Forbidden | undefined {
  if (typeof value === 'string') return value.includes('\0') ? { says: noNul, path: [] } : undefined
  if (typeof value !== 'object' || value === null) return undefined
  if (depth > deepest) return { says: tooDeep, path: [] }
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key]
    const found = forbiddenKeys.has(key) ? { says: notAllowed(key), path: [] } : forbiddenIn(inner, depth + 1)
    if (!found) continue
    found.path.unshift(Array.isArray(value) ? Number(key) : key)
    return found
  }
  return undefined
}

const deepest = 32
/** PostgreSQL cannot store it, and no text of people has it. */
const noNul = text('NUL 문자는 쓸 수 없습니다.', 'The NUL character is not allowed.')
const tooDeep = text(
  '입력이 너무 깊이 중첩되었습니다(최대 32단계).',
  'The input is nested too deeply (at most 32 levels).',
)
const notAllowed = (key: string): Text => text(`"${key}" 항목은 쓸 수 없습니다.`, `The field "${key}" is not allowed.`)
