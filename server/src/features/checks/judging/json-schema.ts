import { type Text, text } from '@bongsu/contract/text.ts'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import { patternOf } from './pattern.ts'

/** Compiling a schema writes a program: half a second for a thousand properties. Hence the limits, and the worker. */
const mostBytes = 65_536
const mostSubschemas = 300
const deepest = 32

/** Safe because the package is CommonJS and exports the plugin itself as well as under `default`. */
const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default

/** `pattern` runs on RE2 too: a schema is somebody's text like any other. */
const regExp = Object.assign(
  (source: string) => {
    const pattern = patternOf(source)
    if (!('test' in pattern)) throw new Error(`pattern ${JSON.stringify(source)}: ${pattern.problem}`)
    // Ajv keeps patterns by their text and asks for it this way.
    return { test: pattern.test, toString: () => source } as never
  },
  { code: 'new RegExp' },
)

const newAjv = () =>
  addFormats(new Ajv2020({ strict: false, allErrors: false, validateFormats: true, code: { regExp } }))
let judge: ReturnType<typeof newAjv> | undefined

const compiled = new Map<string, ValidateFunction>()
const mostCompiled = 50

/** The first thing in `value` that the schema does not admit, or null. Throws when the schema itself cannot be used. */
export function schemaViolation(schemaText: string, value: unknown): string | null {
  const validate = compiled.get(schemaText) ?? compile(schemaText)
  if (validate(value)) return null
  const [error] = validate.errors ?? []
  return error ? `${error.instancePath || '/'} ${error.message ?? error.keyword}` : 'invalid'
}

function compile(schemaText: string): ValidateFunction {
  if (compiled.size >= mostCompiled) compiled.clear()
  // An instance of its own: schemas with the same `$id` must not meet.
  const validate = newAjv().compile(JSON.parse(schemaText))
  compiled.set(schemaText, validate)
  return validate
}

/** What can be said against a schema without compiling it. */
export function schemaProblem(schemaText: string): Text | undefined {
  if (Buffer.byteLength(schemaText) > mostBytes)
    return text('JSON Schema는 최대 64 KB입니다.', 'A JSON Schema may have 64 KB at most.')
  let schema: unknown
  try {
    schema = JSON.parse(schemaText)
  } catch {
    return text('JSON Schema가 올바른 JSON이 아닙니다.', 'The JSON Schema is not valid JSON.')
  }
  if (typeof schema !== 'boolean' && (typeof schema !== 'object' || schema === null || Array.isArray(schema))) {
    return text('JSON Schema는 객체여야 합니다.', 'A JSON Schema is an object.')
  }
  const found = walk(schema, 0, { objects: 0 })
  if (found) return found
  judge ??= newAjv()
  if (judge.validateSchema(schema as object)) return undefined
  const [error] = judge.errors ?? []
  const where = `${error?.instancePath || '/'} ${error?.message ?? ''}`
  return text(`JSON Schema 2020-12에 맞지 않습니다: ${where}`, `This is not a valid JSON Schema 2020-12: ${where}`)
}

function walk(node: unknown, depth: number, seen: { objects: number }): Text | undefined {
  if (typeof node !== 'object' || node === null) return undefined
  seen.objects += Array.isArray(node) ? 0 : 1
  if (depth > deepest)
    return text(
      `JSON Schema가 너무 깊습니다(최대 ${deepest}단계).`,
      `The JSON Schema is nested too deeply (at most ${deepest} levels).`,
    )
  if (seen.objects > mostSubschemas)
    return text(
      `JSON Schema가 너무 큽니다(객체 최대 ${mostSubschemas}개).`,
      `The JSON Schema is too large (at most ${mostSubschemas} objects).`,
    )
  for (const [key, value] of Object.entries(node)) {
    const problem = referenceProblem(key, value) ?? patternProblem(key, value) ?? walk(value, depth + 1, seen)
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
