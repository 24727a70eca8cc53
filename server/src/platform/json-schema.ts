import { type Language, type Text, text } from '@bongsu/contract/text.ts'
import { Ajv, type DefinedError, type ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import { patternOf } from './pattern.ts'
import { violationPath, violationWords } from './violation-words.ts'
import { withinTime } from './within-time.ts'

/**
 * JSON Schema 2020-12 (and draft-07, where a schema says so) from somebody we do not trust: sizes are capped before
 * anything is compiled, no other document is ever fetched, and patterns run on RE2.
 */
export interface SchemaLimits {
  /** Compiling a schema writes a program: half a second for a thousand properties. */
  readonly objects: number
  readonly depth: number
}

export interface Violation {
  /** RFC 6901 pointer into the value; empty for the value itself. */
  readonly path: string
  readonly message: string
  /** The same as people read it: our own path, and what was expected and what came. */
  words(language: Language): { readonly path: string; readonly message: string }
}

/** Safe because the package is CommonJS and exports the plugin itself as well as under `default`. */
const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default

const regExp = Object.assign(
  (source: string) => {
    const pattern = patternOf(source)
    if (!('test' in pattern)) throw new Error(`pattern ${JSON.stringify(source)}: ${pattern.problem}`)
    // Ajv keeps patterns by their text and asks for it this way.
    return { test: pattern.test, toString: () => source } as never
  },
  { code: 'new RegExp' },
)

/** `verbose` only tells what came along with what was expected. */
const options = { strict: false, allErrors: false, verbose: true, validateFormats: true, code: { regExp } } as const

/** An instance for each schema: those with the same `$id` must not meet. */
export function newAjv(schema: unknown, more: { readonly allErrors?: boolean } = {}) {
  const all = { ...options, ...more }
  return addFormats(isDraft7(schema) ? new Ajv(all) : new Ajv2020(all))
}

const isDraft7 = (schema: unknown): boolean =>
  typeof schema === 'object' &&
  schema !== null &&
  /^https?:\/\/json-schema\.org\/draft-0[67]\/schema#?$/.test(String((schema as { $schema?: unknown }).$schema ?? ''))

export interface Validator {
  /** The first thing in the value that the schema does not admit, or null. Throws `TookTooLong` where it cannot tell soon. */
  violation(value: unknown): Violation | null
}

const patienceMs = 100
/** With these a schema of a few lines asks for more steps than there are; without them its size is the measure. */
const endless: ReadonlySet<string> = new Set(['$ref', '$dynamicRef', 'uniqueItems'])

const mayBeEndless = (node: unknown): boolean =>
  typeof node === 'object' &&
  node !== null &&
  Object.entries(node).some(([key, value]) => endless.has(key) || mayBeEndless(value))

/** Whether values fit a schema, with its `errors` where not. Throws `TookTooLong` where that cannot be told soon. */
export function guarded(schema: object | boolean, validate: ValidateFunction): (value: unknown) => boolean {
  const isFit = (value: unknown) => validate(value) as boolean
  return mayBeEndless(schema) ? (value) => withinTime(() => isFit(value), patienceMs) : isFit
}

/** Throws when the schema cannot be used; ask `schemaProblem` first. */
export function compileSchema(schema: object | boolean): Validator {
  const validate: ValidateFunction = newAjv(schema).compile(schema)
  const isFit = guarded(schema, validate)
  return {
    violation(value) {
      if (isFit(value)) return null
      // Safe because only keywords of JSON Schema are known to it, and what does not fit has an error.
      const error = (validate.errors ?? [])[0] as DefinedError
      return {
        path: error.instancePath,
        message: error.message ?? 'invalid',
        words: (language) => ({ path: violationPath(error, value), message: violationWords(error, language) }),
      }
    },
  }
}

const metaJudges = new Map<boolean, ReturnType<typeof newAjv>>()

/** What can be said against a schema without compiling it. */
export function schemaProblem(schema: unknown, limits: SchemaLimits): Text | undefined {
  if (typeof schema !== 'boolean' && (typeof schema !== 'object' || schema === null || Array.isArray(schema))) {
    return text('JSON Schema는 객체여야 합니다.', 'A JSON Schema is an object.')
  }
  const found = walk(schema, 0, { objects: 0 }, limits)
  if (found) return found
  const draft7 = isDraft7(schema)
  const judge = metaJudges.get(draft7) ?? newAjv(schema)
  metaJudges.set(draft7, judge)
  if (judge.validateSchema(schema as object)) return undefined
  const [error] = judge.errors ?? []
  const where = `${error?.instancePath || '/'} ${error?.message ?? ''}`
  return text(`JSON Schema에 맞지 않습니다: ${where}`, `This is not a valid JSON Schema: ${where}`)
}

function walk(node: unknown, depth: number, seen: { objects: number }, limits: SchemaLimits): Text | undefined {
  if (typeof node !== 'object' || node === null) return undefined
  seen.objects += Array.isArray(node) ? 0 : 1
  if (depth > limits.depth)
    return text(
      `JSON Schema가 너무 깊습니다(최대 ${limits.depth}단계).`,
      `The JSON Schema is nested too deeply (at most ${limits.depth} levels).`,
    )
  if (seen.objects > limits.objects)
    return text(
      `JSON Schema가 너무 큽니다(객체 최대 ${limits.objects}개).`,
      `The JSON Schema is too large (at most ${limits.objects} objects).`,
    )
  for (const [key, value] of Object.entries(node)) {
    const problem = referenceProblem(key, value) ?? patternProblem(key, value) ?? walk(value, depth + 1, seen, limits)
    if (problem) return problem
  }
  return undefined
}

function referenceProblem(key: string, value: unknown): Text | undefined {
  if ((key !== '$ref' && key !== '$dynamicRef') || typeof value !== 'string' || value.startsWith('#')) return undefined
  return text(
    `다른 문서를 가리키는 $ref는 쓸 수 없습니다: ${value.slice(0, 100)}`,
    `A $ref to another document is not possible: ${value.slice(0, 100)}`,
  )
}

function patternProblem(key: string, value: unknown): Text | undefined {
  const sources =
    key === 'pattern' && typeof value === 'string'
      ? [value]
      : key === 'patternProperties' && typeof value === 'object' && value !== null
        ? Object.keys(value)
        : []
  for (const source of sources) {
    const pattern = patternOf(source)
    if ('problem' in pattern)
      return text(
        `정규식을 쓸 수 없습니다(RE2): ${pattern.problem}`,
        `This pattern is not possible (RE2): ${pattern.problem}`,
      )
  }
  return undefined
}
