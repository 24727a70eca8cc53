import type { FieldProblem } from '@bongsu/contract/error-codes.ts'
import type { Language } from '@bongsu/contract/text.ts'
import type { DefinedError, ValidateFunction } from 'ajv'
import { guarded, newAjv } from './json-schema.ts'
import { violationPath, violationWords } from './violation-words.ts'

const mostProblems = 50

/**
 * Everything in a value that a JSON Schema does not admit, by field, in the words that our own forms use. Finding all of
 * it takes more than finding the first: for small schemas and values that were capped before.
 */
export class SchemaViolations {
  readonly #validate: ValidateFunction
  readonly #isFit: (value: unknown) => boolean

  /** Throws when the schema cannot be used. */
  constructor(schema: object | boolean) {
    this.#validate = newAjv(schema, { allErrors: true }).compile(schema)
    this.#isFit = guarded(schema, this.#validate)
  }

  /** Throws `TookTooLong` where that cannot be told soon. */
  of(value: unknown, language: Language): FieldProblem[] {
    if (this.#isFit(value)) return []
    // Safe because only keywords of JSON Schema are known to it.
    const errors = (this.#validate.errors ?? []) as DefinedError[]
    const unions = errors.filter(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf')
    const isOfShape = ({ schemaPath }: DefinedError) =>
      unions.some((union) => schemaPath !== union.schemaPath && schemaPath.startsWith(`${union.schemaPath}/`))
    const problems = new Map<string, FieldProblem>()
    for (const error of errors) {
      // What is wrong with one shape of several, and that something came of an `if`, says nothing to anybody.
      if (isOfShape(error) || error.keyword === 'if') continue
      const path = violationPath(error, value)
      if (!problems.has(path)) problems.set(path, { path, message: violationWords(error, language) })
      if (problems.size === mostProblems) break
    }
    return [...problems.values()]
  }
}
