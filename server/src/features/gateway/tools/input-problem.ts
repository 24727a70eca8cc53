import type { Language, Text } from '@bongsu/contract/text.ts'
import type { z } from 'zod'
import { isFailure } from '#kernel/errors.ts'
import { parseInput } from '#platform/operations/parse.ts'

/** What is wrong with the arguments of a tool of our own, in the words of the product; null when nothing is. */
export function inputProblem(schema: z.ZodType, args: unknown, language: Language): Text | null {
  try {
    parseInput(schema, args, language)
    return null
  } catch (error) {
    if (isFailure(error)) return error.text
    throw error
  }
}
