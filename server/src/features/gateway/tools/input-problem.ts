import type { FieldProblem } from '@bongsu/contract/error-codes.ts'
import type { Language, Text } from '@bongsu/contract/text.ts'
import type { z } from 'zod'
import { isFailure } from '#kernel/errors.ts'
import { parseInput } from '#platform/operations/parse.ts'

/** What is wrong with the arguments of a call. */
export interface ArgumentProblem {
  /** For whoever calls, in one sentence. */
  readonly words: Text
  /** By field, for forms; looked for when it is asked for. */
  fields(language: Language): readonly FieldProblem[]
}

/** What is wrong with the arguments of a tool of our own, in the words of the product; null when nothing is. */
export function inputProblem(schema: z.ZodType, args: unknown, language: Language): ArgumentProblem | null {
  try {
    parseInput(schema, args, language)
    return null
  } catch (error) {
    if (!isFailure(error)) throw error
    const { fields = [] } = (error.details ?? {}) as { readonly fields?: readonly FieldProblem[] }
    return { words: error.text, fields: () => fields }
  }
}
