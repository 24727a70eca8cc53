import type { AssertionResult } from '@bongsu/contract/outcome.ts'
import { jsonPathOf } from './json-path.ts'
import { schemaViolation } from './json-schema.ts'
import { patternOf } from './pattern.ts'

export const jsonOperators = [
  'exists',
  'not_exists',
  'equals',
  'not_equals',
  'greater',
  'greater_or_equal',
  'less',
  'less_or_equal',
  'contains',
  'not_contains',
  'matches',
  'count',
] as const
export type JsonOperator = (typeof jsonOperators)[number]

export type JsonScalar = string | number | boolean | null

export interface JsonAssertion {
  readonly path: string
  readonly operator: JsonOperator
  readonly value?: JsonScalar | undefined
}

/** What a body must be like. Plain data: it travels to a worker thread. */
export interface BodyAssertions {
  readonly contains: readonly string[]
  readonly notContains: readonly string[]
  readonly matches: readonly string[]
  readonly notMatches: readonly string[]
  readonly json: readonly JsonAssertion[]
  /** As JSON text. */
  readonly jsonSchema?: string | undefined
  /** The body is only the beginning of what was sent. */
  readonly cut?: boolean
}

/** The assertions themselves cannot be used, which says nothing about the target. */
export class UnusableAssertion extends Error {}

/** Judges a body. Pure, and as slow as its assertions: see body-judge.ts for who calls it where. */
export function judgeText(body: string, asked: BodyAssertions): AssertionResult[] {
  const results: AssertionResult[] = []
  for (const value of asked.contains)
    results.push(result('contains', value, body.includes(value) ? value : 'not found', body.includes(value)))
  for (const value of asked.notContains)
    results.push(
      result('not_contains', value, body.includes(value) ? excerpt(body, value) : 'not found', !body.includes(value)),
    )
  for (const source of asked.matches) results.push(matched(source, body, true))
  for (const source of asked.notMatches) results.push(matched(source, body, false))
  if (asked.json.length > 0 || asked.jsonSchema !== undefined) results.push(...judgeJson(body, asked))
  return results
}

function matched(source: string, body: string, wanted: boolean): AssertionResult {
  const pattern = patternOf(source)
  if ('problem' in pattern) throw new UnusableAssertion(`${source}: ${pattern.problem}`)
  const found = pattern.test(body)
  return result(wanted ? 'matches' : 'not_matches', source, found ? 'matched' : 'no match', found === wanted)
}

function judgeJson(body: string, asked: BodyAssertions): AssertionResult[] {
  const document = asked.cut ? { problem: 'longer than the size limit' } : parsed(body)
  const asSchema = asked.jsonSchema === undefined ? [] : [judgeSchema(document, asked.jsonSchema)]
  return [...asked.json.map((assertion) => judgePath(document, assertion)), ...asSchema]
}

type Document = { readonly value: unknown } | { readonly problem: string }

function parsed(body: string): Document {
  try {
    return { value: JSON.parse(body) }
  } catch {
    return { problem: body.trim() === '' ? 'empty body' : 'not JSON' }
  }
}

function judgeSchema(document: Document, schema: string): AssertionResult {
  if ('problem' in document) return result('json_schema', 'valid', document.problem, false)
  let violation: string | null
  try {
    violation = schemaViolation(schema, document.value)
  } catch (error) {
    if (error instanceof RangeError) return result('json_schema', 'valid', 'nested too deeply', false)
    throw new UnusableAssertion(error instanceof Error ? error.message : String(error))
  }
  return result('json_schema', 'valid', violation ?? 'valid', violation === null)
}

function judgePath(document: Document, { path, operator, value }: JsonAssertion): AssertionResult {
  const what = `json ${path}`
  const expected = operator === 'exists' || operator === 'not_exists' ? operator : `${operator} ${show(value)}`
  if ('problem' in document) return result(what, expected, document.problem, false)
  const query = jsonPathOf(path)
  if ('problem' in query) throw new UnusableAssertion(`${path}: ${query.problem}`)
  let found: unknown[]
  try {
    found = query.query(document.value as never).values()
  } catch {
    return result(what, expected, 'nested too deeply', false)
  }
  return result(
    what,
    expected,
    found.length === 0 ? 'nothing' : found.slice(0, 5).map(show).join(', '),
    holds(operator, found, value),
  )
}

/** Every node that was found must fit, and there must be one. Types count: "1" is not 1. */
function holds(operator: JsonOperator, found: readonly unknown[], value: JsonScalar | undefined): boolean {
  if (operator === 'exists') return found.length > 0
  if (operator === 'not_exists') return found.length === 0
  if (operator === 'count') return found.length === value
  return found.length > 0 && found.every((node) => fits(operator, node, value))
}

function fits(
  operator: Exclude<JsonOperator, 'exists' | 'not_exists' | 'count'>,
  node: unknown,
  value: JsonScalar | undefined,
): boolean {
  switch (operator) {
    case 'equals':
      return node === value
    case 'not_equals':
      return node !== value
    case 'greater':
      return ordered(node, value, (order) => order > 0)
    case 'greater_or_equal':
      return ordered(node, value, (order) => order >= 0)
    case 'less':
      return ordered(node, value, (order) => order < 0)
    case 'less_or_equal':
      return ordered(node, value, (order) => order <= 0)
    case 'contains':
      return holdsInside(node, value)
    case 'not_contains':
      return (typeof node === 'string' || Array.isArray(node)) && !holdsInside(node, value)
    case 'matches': {
      const pattern = patternOf(String(value))
      if ('problem' in pattern) throw new UnusableAssertion(`${value}: ${pattern.problem}`)
      return typeof node === 'string' && pattern.test(node)
    }
  }
}

/** Numbers with numbers, text with text (ISO times order as text); anything else has no order. */
function ordered(node: unknown, value: unknown, fitting: (order: number) => boolean): boolean {
  if (typeof node === 'number' && typeof value === 'number') return fitting(node - value)
  if (typeof node === 'string' && typeof value === 'string') return fitting(node < value ? -1 : node > value ? 1 : 0)
  return false
}

const holdsInside = (node: unknown, value: unknown): boolean =>
  typeof node === 'string'
    ? typeof value === 'string' && node.includes(value)
    : Array.isArray(node) && node.includes(value)

const longestShown = 200

export const result = (what: string, expected: string, got: string, passed: boolean): AssertionResult => ({
  what: cut(what),
  expected: cut(expected),
  got: cut(got),
  passed,
})

const show = (value: unknown): string => cut(JSON.stringify(value) ?? 'undefined')

const cut = (shown: string): string => (shown.length > longestShown ? `${shown.slice(0, longestShown)}…` : shown)

/** The finding with a little of what surrounds it. */
function excerpt(body: string, value: string): string {
  const at = body.indexOf(value)
  return body.slice(Math.max(0, at - 20), at + value.length + 20).replaceAll(/\s+/g, ' ')
}
