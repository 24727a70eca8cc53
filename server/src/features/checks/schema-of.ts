import { z } from 'zod'
import type { AnyCheckKind } from './kinds/contract.ts'

/** Schemas do not change while we run, and converting one takes a millisecond. */
const schemas = new WeakMap<AnyCheckKind, Record<string, unknown>>()

/** The options of a kind as JSON Schema, with the words of their fields. */
export function schemaOf(kind: AnyCheckKind): Record<string, unknown> {
  const known = schemas.get(kind)
  if (known) return known
  const { $schema, ...schema } = z.toJSONSchema(kind.options, { io: 'input', unrepresentable: 'any' }) as Record<
    string,
    unknown
  >
  schemas.set(kind, schema)
  return schema
}
