import { violationIn } from './schema-validators.ts'
import type { Json } from './tools/tool.ts'

/**
 * What a result does not keep of the tool's own outputSchema, for the record; null when nothing. It is no reason to hold
 * a result back: what servers send and what they promise differ more often than either is wrong.
 */
export function resultWarning(outputSchema: Json, { structuredContent, isError, resultType }: Json): string | null {
  if (isError === true || resultType === 'input_required') return null
  if (structuredContent === undefined) return 'the result has no structuredContent, though the tool has an outputSchema'
  const violation = violationIn(outputSchema, structuredContent)
  if (!violation) return null
  if ('unusable' in violation) return `the outputSchema of the tool cannot be used: ${violation.unusable.en}`
  return `the result does not fit the outputSchema of the tool: structuredContent${violation.path} ${violation.message}`
}
