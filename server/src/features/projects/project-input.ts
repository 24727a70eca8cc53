import type { projectChanges } from '@bongsu/contract/projects.ts'
import { text } from '@bongsu/contract/text.ts'
import type { z } from 'zod'
import { invalidField, type ReasonedText } from '#kernel/errors.ts'
import { headerProblem } from '#platform/outbound/index.ts'

export type ProjectInput = z.output<z.ZodObject<typeof projectChanges>>

/** A header as it was sent; null keeps the value the project has. */
export interface SentHeader {
  readonly name: string
  readonly value: string | null
}

/**
 * One interval under two names. Null counts as left out.
 */
export function intervalOf(input: ProjectInput, shortest: number): number | undefined {
  const { check_interval, status_interval } = input
  if (check_interval && status_interval && check_interval !== status_interval) {
    throw invalidField(
      'status_interval',
      text(
        'status_interval은 check_interval과 같은 값입니다. 하나만 보내거나 같은 값을 보내세요.',
        'status_interval is another name of check_interval: send one of them, or the same value.',
      ),
    )
  }
  const interval = check_interval ?? status_interval ?? undefined
  const field = check_interval ? 'check_interval' : 'status_interval'
  if (interval !== undefined) requireInterval(field, interval, { shortest })
  return interval
}

export function requireInterval(field: string, seconds: number, range: { shortest: number; longest?: number }): void {
  const { shortest, longest = Number.POSITIVE_INFINITY } = range
  if (seconds < shortest) {
    throw invalidField(
      field,
      text(
        `점검 주기는 ${shortest}초 이상이어야 합니다(받은 값: ${seconds}초).`,
        `The interval must be at least ${shortest} seconds (got ${seconds}).`,
      ),
    )
  }
  if (seconds > longest) {
    throw invalidField(
      field,
      text(
        `점검 주기는 ${longest}초 이하여야 합니다(받은 값: ${seconds}초).`,
        `The interval must be at most ${longest} seconds (got ${seconds}).`,
      ),
    )
  }
}

export const momentOf = (iso: string | null | undefined): number | undefined => (iso ? Date.parse(iso) : undefined)

export function requireUrl(problem: ReasonedText | undefined, field: string): void {
  if (problem) throw invalidField(field, problem)
}

const mostTagText = 500
const longestTag = 50

/** Tags in the order given, each once whatever its case. */
export function tagsOf(sent: string | readonly string[]): string[] {
  const parts = (typeof sent === 'string' ? sent.split(',') : sent).map((tag) => tag.trim().normalize('NFC'))
  const seen = new Map<string, string>()
  for (const tag of parts) if (tag && !seen.has(tag.toLowerCase())) seen.set(tag.toLowerCase(), tag)
  const tags = [...seen.values()]
  const long = tags.find((tag) => tag.length > longestTag)
  if (long !== undefined) {
    throw invalidField(
      'tags',
      text(`태그 하나는 ${longestTag}자까지입니다: "${long}"`, `A tag has at most ${longestTag} characters: "${long}"`),
    )
  }
  const withComma = tags.find((tag) => tag.includes(','))
  if (withComma !== undefined) {
    throw invalidField(
      'tags',
      text(`태그에는 쉼표를 쓸 수 없습니다: "${withComma}"`, `A tag has no comma in it: "${withComma}"`),
    )
  }
  if (tags.join(',').length > mostTagText) {
    throw invalidField(
      'tags',
      text(`태그는 모두 합쳐 ${mostTagText}자까지입니다.`, `All tags together have at most ${mostTagText} characters.`),
    )
  }
  return tags
}

const mostHeaderText = 2000

export function headersOf(sent: string | Readonly<Record<string, string | null>>): SentHeader[] {
  const fields = typeof sent === 'string' ? headersFromText(sent) : sent
  if (JSON.stringify(fields).length > mostHeaderText) {
    throw invalidField(
      'custom_headers',
      text(
        `헤더는 모두 합쳐 JSON으로 ${mostHeaderText}자까지입니다.`,
        `All headers together have at most ${mostHeaderText} characters as JSON.`,
      ),
    )
  }
  const headers = Object.entries(fields).map(([name, value]) => ({ name: name.trim(), value }))
  const names = new Set<string>()
  for (const { name, value } of headers) {
    const problem = headerProblem(name, value ?? '') ?? (names.has(name.toLowerCase()) ? doubled(name) : undefined)
    if (problem) throw invalidField('custom_headers', problem)
    names.add(name.toLowerCase())
  }
  return headers
}

const doubled = (name: string) => text(`헤더 "${name}"이(가) 두 번 있습니다.`, `The header "${name}" is there twice.`)

function headersFromText(source: string): Record<string, string | null> {
  if (source.trim() === '') return {}
  const value = parsedJson(source)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notHeaders()
  for (const item of Object.values(value)) if (item !== null && typeof item !== 'string') throw notHeaders()
  // Safe because every value was just looked at.
  return value as Record<string, string | null>
}

function parsedJson(source: string): unknown {
  try {
    return JSON.parse(source)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw invalidField(
      'custom_headers',
      text(
        `올바른 JSON이 아닙니다(${reason}). 예: {"X-Api-Key":"…"}`,
        `This is not JSON (${reason}). Example: {"X-Api-Key":"…"}`,
      ),
    )
  }
}

const notHeaders = () =>
  invalidField(
    'custom_headers',
    text(
      '이름과 문자열 값의 JSON 객체여야 합니다. 예: {"X-Api-Key":"…"}',
      'A JSON object of names and text values is expected. Example: {"X-Api-Key":"…"}',
    ),
  )
