import type { FieldProblem } from '@bongsu/contract/error-codes.ts'
import { type Language, type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { Failure } from '#kernel/errors.ts'

const localeErrors = { ko: z.locales.ko().localeError, en: z.locales.en().localeError }

/** Field names that no object of ours ever has: dropping them silently would hide an attack, so they are refused. */
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Parses with every problem named: path, what was expected, what came, in the reader's language. A strict object names
 * its unknown fields. Throws `validation` with `details.fields`.
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  language: Language,
): z.output<Schema> {
  refuseForbiddenKeys(value)
  const result = schema.safeParse(value, { error: localeErrors[language] })
  if (result.success) return result.data
  const fields = fieldProblems(result.error, language)
  const summary = fields.map((field) => (field.path ? `${field.path}: ${field.message}` : field.message)).join(' · ')
  throw new Failure('validation', text(summary, summary), { fields })
}

export function fieldProblems(error: z.ZodError, language: Language): FieldProblem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'custom') return [{ path: pathText(issue.path), message: ownWords(issue, language) }]
    if (issue.code !== 'unrecognized_keys') return [{ path: pathText(issue.path), message: issue.message }]
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      message: language === 'ko' ? '알 수 없는 항목입니다.' : 'This field is not known here.',
    }))
  })
}

/** A refinement brings its sentence along: `refine(isZone, { params: { text: text('…', '…') } })`. */
const ownWords = (issue: z.core.$ZodIssueCustom, language: Language): string =>
  (issue.params?.text as Text | undefined)?.[language] ?? issue.message

const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((before, part) => {
    if (typeof part === 'number') return `${before}[${part}]`
    return before ? `${before}.${String(part)}` : String(part)
  }, '')

function refuseForbiddenKeys(value: unknown, depth = 0): void {
  // PostgreSQL cannot store it, and no text of people has it.
  if (typeof value === 'string' && value.includes('\0'))
    throw new Failure('validation', text('NUL 문자는 쓸 수 없습니다.', 'The NUL character is not allowed.'))
  if (typeof value !== 'object' || value === null) return
  if (depth > 32)
    throw new Failure(
      'validation',
      text('입력이 너무 깊이 중첩되었습니다(최대 32단계).', 'The input is nested too deeply (at most 32 levels).'),
    )
  for (const key of Object.keys(value)) {
    if (forbiddenKeys.has(key))
      throw new Failure('validation', text(`"${key}" 항목은 쓸 수 없습니다.`, `The field "${key}" is not allowed.`))
    refuseForbiddenKeys((value as Record<string, unknown>)[key], depth + 1)
  }
}
