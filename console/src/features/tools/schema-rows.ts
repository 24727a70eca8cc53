import { foreignSchema } from '#ui/schema-form/foreign-schema.ts'
import { choicesOf, type JsonSchema, readSchema } from '#ui/schema-form/json-schema.ts'

/** One name of a schema as people read it. */
export interface SchemaRow {
  readonly name: string
  /** In the words of JSON Schema: `array<string>`, `integer`. */
  readonly type: string
  readonly isRequired: boolean
  readonly title: string | undefined
  readonly description: string | undefined
  readonly format: string | undefined
  readonly fallback: string | undefined
  readonly values: readonly string[]
  /** `1–100`, `≥ 0`: what a number may be, how long a text or list. */
  readonly range: { readonly of: 'value' | 'letters' | 'items'; readonly text: string } | undefined
  /** Names inside: of an object, or of the objects in a list. */
  readonly rows: readonly SchemaRow[]
  /** Shapes of which the value is one. */
  readonly shapes: readonly (readonly SchemaRow[])[]
}

export interface ReadableSchema {
  readonly rows: readonly SchemaRow[]
  /** Names that are not listed are taken too. */
  readonly isOpen: boolean
}

/** A schema may refer to itself; nobody reads this deep. */
const deepest = 6

export function readableSchema(schema: unknown): ReadableSchema {
  const root = foreignSchema(schema)
  const { schema: read } = readSchema(root, root)
  const rows = rowsOf(read, root, 0)
  const { properties, additionalProperties: others } = read
  const isOpen = properties === undefined ? others !== false : others !== undefined && others !== false
  return { rows, isOpen }
}

function rowsOf(schema: JsonSchema, root: JsonSchema, depth: number): SchemaRow[] {
  if (depth > deepest) return []
  const required = new Set(schema.required ?? [])
  return Object.entries(schema.properties ?? {}).map(([name, property]) =>
    rowOf(name, property, root, required.has(name), depth),
  )
}

function rowOf(name: string, property: JsonSchema, root: JsonSchema, isRequired: boolean, depth: number): SchemaRow {
  const { schema, kind, isNullable } = readSchema(property, root)
  const inner = innerOf(schema, root)
  const options = kind === 'variant' || kind === 'alternative' || kind === 'json' ? (schema.oneOf ?? []) : []
  return {
    name,
    type: typeWords(schema, root, depth) + (isNullable ? ' | null' : ''),
    isRequired,
    title: schema.title,
    description: typeof schema.help === 'string' ? schema.help : schema.description,
    format: schema.format,
    fallback: schema.default === undefined ? undefined : JSON.stringify(schema.default),
    values: kind === 'choice' ? choicesOf(schema).map(({ value }) => JSON.stringify(value)) : [],
    range: rangeOf(schema),
    rows: inner ? rowsOf(inner, root, depth + 1) : [],
    shapes: options
      .map((option) => rowsOf(readSchema(option, root).schema, root, depth + 1))
      .filter((rows) => rows.length > 0),
  }
}

/** What an object, the items of a list or the values of a map hold. */
function innerOf(schema: JsonSchema, root: JsonSchema): JsonSchema | undefined {
  if (schema.properties) return schema
  const within = typeof schema.items === 'object' ? schema.items : schema.additionalProperties
  return typeof within === 'object' ? readSchema(within, root).schema : undefined
}

function typeWords(schema: JsonSchema, root: JsonSchema, depth: number): string {
  const { type, items, properties, additionalProperties: values } = schema
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.oneOf && !schema.properties) {
    const types = schema.oneOf.map((option) => typeWords(readSchema(option, root).schema, root, depth + 1))
    return [...new Set(types)].slice(0, 6).join(' | ')
  }
  if (typeof items === 'object' && depth <= deepest)
    return `array<${typeWords(readSchema(items, root).schema, root, depth + 1)}>`
  if (!properties && typeof values === 'object' && depth <= deepest)
    return `map<${typeWords(readSchema(values, root).schema, root, depth + 1)}>`
  if (Array.isArray(type)) return type.join(' | ')
  if (typeof type === 'string') return type
  if (properties) return 'object'
  const kinds = new Set((schema.enum ?? []).map((value) => typeof value))
  return kinds.size > 0 ? [...kinds].join(' | ') : 'any'
}

function rangeOf(schema: JsonSchema): SchemaRow['range'] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, minLength, maxLength, minItems, maxItems } = schema
  const value =
    between(minimum, maximum) ??
    (exclusiveMinimum === undefined ? undefined : `> ${exclusiveMinimum}`) ??
    (exclusiveMaximum === undefined ? undefined : `< ${exclusiveMaximum}`)
  if (value) return { of: 'value', text: value }
  const letters = between(minLength, maxLength)
  if (letters) return { of: 'letters', text: letters }
  const count = between(minItems, maxItems)
  return count ? { of: 'items', text: count } : undefined
}

/** Whole numbers of the language itself are no limit worth telling. */
const isTold = (limit: number | undefined): limit is number =>
  limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER

function between(low: number | undefined, high: number | undefined): string | undefined {
  if (isTold(low) && low !== 0 && isTold(high)) return low === high ? String(low) : `${low}–${high}`
  if (isTold(high)) return `≤ ${high}`
  return isTold(low) && low !== 0 ? `≥ ${low}` : undefined
}
