import type { JsonSchema } from '../json-schema.ts'

/** What an empty field means (its default), or how a value looks (its example). */
export function placeholderOf(schema: JsonSchema): string | undefined {
  const hint = schema.default ?? schema.example ?? schema.examples?.[0]
  return typeof hint === 'string' || typeof hint === 'number' ? String(hint) : undefined
}
