import { type Text, text } from '@bongsu/contract/text.ts'
import { compileSchema, schemaProblem, type Validator, type Violation } from '#platform/json-schema.ts'
import { TookTooLong } from '#platform/within-time.ts'
import type { Json } from './tools/tool.ts'

const limits = { objects: 1000, depth: 32 }

/** By the schema object itself: a source that changes a tool makes a new one, and the old one goes with its tool. */
const validators = new WeakMap<object, Validator | Unusable>()

/** A schema that nothing can be held against, and why. */
export interface Unusable {
  readonly unusable: Text
}

/** The first thing in a value that a schema of somebody else's does not admit; null when there is none. */
export function violationIn(schema: Json, value: unknown): Violation | Unusable | null {
  const validator = validatorOf(schema)
  if ('unusable' in validator) return validator
  try {
    return validator.violation(value)
  } catch (error) {
    // One that refers to itself and gets nowhere ends in an exhausted stack: the schema's fault and not ours.
    return { unusable: error instanceof TookTooLong ? tooLong : wordsOf(error) }
  }
}

function validatorOf(schema: Json): Validator | Unusable {
  const known = validators.get(schema)
  if (known) return known
  const made = compiled(schema)
  validators.set(schema, made)
  return made
}

function compiled(schema: Json): Validator | Unusable {
  const problem = schemaProblem(schema, limits)
  if (problem) return { unusable: problem }
  try {
    return compileSchema(schema)
  } catch (error) {
    return { unusable: wordsOf(error) }
  }
}

function wordsOf(error: unknown): Text {
  const why = error instanceof Error ? error.message : String(error)
  return text(why, why)
}

const tooLong = text('맞는지 확인하는 데 너무 오래 걸립니다.', 'holding a value against it takes too long.')
