import { type Text, text } from '@bongsu/contract/text.ts'
import { compileSchema, schemaProblem as problemOf, type Validator } from '#platform/json-schema.ts'

const mostBytes = 65_536
const limits = { objects: 300, depth: 32 }

const compiled = new Map<string, Validator>()
const mostCompiled = 50

/** The first thing in `value` that the schema does not admit, or null. Throws when the schema itself cannot be used. */
export function schemaViolation(schemaText: string, value: unknown): string | null {
  const violation = (compiled.get(schemaText) ?? compile(schemaText)).violation(value)
  return violation && `${violation.path || '/'} ${violation.message}`
}

function compile(schemaText: string): Validator {
  if (compiled.size >= mostCompiled) compiled.clear()
  const validator = compileSchema(JSON.parse(schemaText))
  compiled.set(schemaText, validator)
  return validator
}

/** What can be said against a schema without compiling it. */
export function schemaProblem(schemaText: string): Text | undefined {
  if (Buffer.byteLength(schemaText) > mostBytes)
    return text('JSON Schema는 최대 64 KB입니다.', 'A JSON Schema may have 64 KB at most.')
  try {
    return problemOf(JSON.parse(schemaText), limits)
  } catch {
    return text('JSON Schema가 올바른 JSON이 아닙니다.', 'The JSON Schema is not valid JSON.')
  }
}
