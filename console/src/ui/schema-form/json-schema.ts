import type { Language, Text } from '@bongsu/contract/text.ts'

/**
 * JSON Schema 2020-12 as the server writes it, with what the author of a kind said in `.meta({…})`: `label`, `help`,
 * `secret`, `advanced`, `hidden`, `section`, `example`, `multiline`, `unit`, `reference`, and `labels` for the values of an enum.
 */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema | boolean
  readonly prefixItems?: readonly JsonSchema[]
  readonly additionalProperties?: JsonSchema | boolean
  readonly enum?: readonly (string | number | boolean | null)[]
  readonly const?: string | number | boolean | null
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, JsonSchema>>
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly title?: string
  readonly description?: string
  readonly format?: string
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly multipleOf?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly label?: Text | string
  readonly help?: Text | string
  readonly section?: Text | string
  readonly labels?: Readonly<Record<string, Text | string>>
  /** Another name of `labels`, as check kinds have it. */
  readonly choices?: Readonly<Record<string, Text | string>>
  readonly secret?: boolean
  readonly advanced?: boolean
  /** Kept by the server itself; nothing people fill in. */
  readonly hidden?: boolean
  /** What the numbers are ids of: chosen by name. */
  readonly reference?: 'person' | 'project'
  readonly example?: unknown
  readonly multiline?: boolean
  readonly unit?: Text | string
  /** Asked for only while a neighbour has one of these values. */
  readonly shown_for?: Readonly<Record<string, readonly unknown[]>>
}

/** How a field is drawn. Each has one file in `fields/`. */
export type FieldKind =
  | 'text'
  | 'multiline'
  | 'secret'
  | 'zone'
  | 'number'
  | 'switch'
  | 'choice'
  | 'choices'
  | 'list'
  | 'group'
  | 'map'
  | 'variant'
  | 'alternative'
  | 'scalar'
  | 'json'
  | 'references'
  | 'fixed'

export interface ReadSchema {
  /** References followed, `null` taken out of the choice. */
  readonly schema: JsonSchema
  readonly isNullable: boolean
  readonly kind: FieldKind
}

/** Follows references and unwraps "… or null"; says how the field is drawn. */
export function readSchema(schema: JsonSchema, root: JsonSchema): ReadSchema {
  return read(schema, root, 0)
}

/** A list of lists of lists … of itself has no end: what lies this deep only JSON can say. */
const deepest = 8

function read(schema: JsonSchema, root: JsonSchema, depth: number): ReadSchema {
  const resolved = resolve(schema, root)
  const options = resolved.anyOf ?? resolved.oneOf
  const isNullable =
    (options?.some(isNull) ?? false) ||
    (Array.isArray(resolved.type) && resolved.type.includes('null')) ||
    (resolved.enum?.includes(null) ?? false)
  const bare = withoutNull(resolved, root)
  return { schema: bare, isNullable, kind: depth > deepest ? 'json' : kindOf(bare, root, depth) }
}

function resolve(schema: JsonSchema, root: JsonSchema, depth = 0): JsonSchema {
  const { $ref, allOf, ...own } = schema
  if (depth > 20) return own
  let found: JsonSchema = own
  // What stands beside a reference (a label, a help text) says more than what it refers to.
  if ($ref) found = { ...resolve(definition($ref, root), root, depth + 1), ...found }
  for (const part of allOf ?? []) found = { ...resolve(part, root, depth + 1), ...found }
  return found
}

function definition(reference: string, root: JsonSchema): JsonSchema {
  if (reference === '#') return root
  const named = root.$defs?.[reference.replace(/^#\/(\$defs|components\/schemas)\//, '')]
  return named ?? (reference.startsWith('#/') ? pointedAt(reference.slice(2), root) : undefined) ?? {}
}

/** A JSON pointer (RFC 6901) into the schema itself: `#/definitions/address`. */
function pointedAt(pointer: string, root: JsonSchema): JsonSchema | undefined {
  let found: unknown = root
  for (const step of pointer.split('/')) {
    if (typeof found !== 'object' || found === null) return undefined
    found = (found as Readonly<Record<string, unknown>>)[step.replaceAll('~1', '/').replaceAll('~0', '~')]
  }
  return typeof found === 'object' && found !== null ? (found as JsonSchema) : undefined
}

const isNull = (schema: JsonSchema): boolean => schema.type === 'null' || schema.const === null

function withoutNull(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const { anyOf, oneOf, ...own } = schema
  const options = (anyOf ?? oneOf)?.filter((option) => !isNull(option))
  if (options?.length === 1) return { ...resolve(options[0]!, root), ...own }
  if (Array.isArray(schema.type)) {
    const types = schema.type.filter((type) => type !== 'null')
    return { ...schema, type: types.length === 1 ? types[0]! : types }
  }
  if (!options) return schema
  return { ...own, oneOf: options.map((option) => resolve(option, root)) }
}

function kindOf(schema: JsonSchema, root: JsonSchema, depth: number): FieldKind {
  if (schema.const !== undefined) return 'fixed'
  if (schema.enum) return schema.enum.every((value) => typeof value !== 'object' || value === null) ? 'choice' : 'json'
  if (schema.oneOf) return discriminator(schema.oneOf) === undefined ? unionKind(schema.oneOf) : 'variant'
  if (Array.isArray(schema.type)) return schema.type.every((type) => scalarTypes.has(type)) ? 'scalar' : 'json'
  switch (typeOf(schema)) {
    case 'boolean':
      return 'switch'
    case 'number':
    case 'integer':
      return 'number'
    case 'string':
      return stringKind(schema)
    case 'array':
      if (schema.reference) return 'references'
      return listKind(schema, root, depth)
    case 'object':
      if (schema.properties) return 'group'
      return mapKind(schema, root, depth)
    default:
      return 'json'
  }
}

/** Said, or plain from what else is said: many authors leave it out. */
function typeOf({ type, properties, items }: JsonSchema): string | readonly string[] | undefined {
  if (type !== undefined) return type
  if (properties) return 'object'
  return items === undefined ? undefined : 'array'
}

/** The schema of the items of a list. */
export const itemsOf = ({ items }: JsonSchema): JsonSchema => (typeof items === 'object' ? items : {})

/** Items of which nothing is known, or each with a shape of its own, only JSON can say. */
function listKind({ items, prefixItems }: JsonSchema, root: JsonSchema, depth: number): FieldKind {
  if (typeof items !== 'object' || prefixItems) return 'json'
  const { kind } = read(items, root, depth + 1)
  if (kind === 'choice') return 'choices'
  return Object.keys(items).length === 0 ? 'json' : 'list'
}

/** Names with any values at all are JSON as a whole. */
function mapKind({ additionalProperties: values }: JsonSchema, root: JsonSchema, depth: number): FieldKind {
  if (typeof values !== 'object') return 'json'
  return read(values, root, depth + 1).kind === 'json' ? 'json' : 'map'
}

function stringKind({ secret, format, multiline }: JsonSchema): FieldKind {
  if (secret) return 'secret'
  if (format === 'time-zone') return 'zone'
  return multiline ? 'multiline' : 'text'
}

/**
 * A union of constants is a choice, of texts a text ("an address, or empty"), of simple values one field for all of them;
 * shapes that nothing tells apart are chosen by hand.
 */
const unionKind = (options: readonly JsonSchema[]): FieldKind => {
  if (options.every((option) => option.const !== undefined)) return 'choice'
  if (options.every((option) => option.type === 'string')) return 'text'
  if (options.every(isScalar)) return 'scalar'
  return options.length <= mostAlternatives ? 'alternative' : 'json'
}

/** More than anybody wants to choose from without knowing them. */
const mostAlternatives = 12

const scalarTypes: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean'])
const isScalar = ({ type, ...rest }: JsonSchema): boolean => scalarTypes.has(type) && rest.const === undefined

/** The property that tells the variants of a union apart: constant in each of them. */
export function discriminator(options: readonly JsonSchema[]): string | undefined {
  const names = Object.keys(options[0]?.properties ?? {})
  return names.find((name) => options.every((option) => option.properties?.[name]?.const !== undefined))
}

export const choicesOf = (
  schema: JsonSchema,
): { value: string | number | boolean; label?: Text | string | undefined }[] => {
  if (schema.enum) {
    const labels = schema.labels ?? schema.choices
    return schema.enum.flatMap((value) =>
      value === null || typeof value === 'object' ? [] : [{ value, label: labels?.[String(value)] }],
    )
  }
  return (schema.oneOf ?? []).flatMap(({ const: value, label }) =>
    value === undefined || value === null ? [] : [{ value, label }],
  )
}

export const wordsIn = (words: Text | string | undefined, language: Language): string | undefined =>
  typeof words === 'object' ? words[language] : words

/** What people call the field: its label, else its name made readable. */
export const labelOf = (schema: JsonSchema, name: string, language: Language): string =>
  wordsIn(schema.label, language) ?? schema.title ?? name.replaceAll('_', ' ')

/** Help for people; a plain description is for readers of the API and used when there is nothing better. */
export const helpOf = (schema: JsonSchema, language: Language): string | undefined =>
  wordsIn(schema.help, language) ?? schema.description

/** The example of a whole form: said at its root, or put together from the examples of its fields. */
export function exampleOf(schema: JsonSchema, root: JsonSchema): unknown {
  const read = readSchema(schema, root).schema
  if (read.example !== undefined) return read.example
  if (read.examples?.[0] !== undefined) return read.examples[0]
  if (!read.properties) return undefined
  const parts = Object.entries(read.properties).map(([name, property]) => [name, exampleOf(property, root)] as const)
  const known = parts.filter(([, value]) => value !== undefined)
  return known.length > 0 ? Object.fromEntries(known) : undefined
}

/** The smallest value a new item of a list starts with. */
export function blankOf(schema: JsonSchema, root: JsonSchema): unknown {
  const { schema: read, kind, isNullable } = readSchema(schema, root)
  if (read.default !== undefined) return read.default
  if (isNullable) return null
  if (kind === 'fixed') return read.const
  if (kind === 'group') return blankVariant(read)
  if (kind === 'map') return {}
  if (kind === 'list' || kind === 'choices') return []
  if (kind === 'text' || kind === 'multiline') return ''
  if (kind === 'variant') return blankVariant(read.oneOf?.[0] ?? {})
  return undefined
}

/** Another variant with what the two have in common kept: who changes a click to a hover keeps the selector. */
export function changedVariant(variant: JsonSchema, before: unknown): Record<string, unknown> {
  const values = typeof before === 'object' && before !== null ? (before as Record<string, unknown>) : {}
  const shared = Object.entries(variant.properties ?? {}).flatMap(([name, { const: fixed }]) =>
    fixed === undefined && Object.hasOwn(values, name) ? [[name, values[name]] as const] : [],
  )
  return { ...blankVariant(variant), ...Object.fromEntries(shared) }
}

export function blankVariant(variant: JsonSchema): Record<string, unknown> {
  const fixed = Object.entries(variant.properties ?? {}).filter(([, property]) => property.const !== undefined)
  return Object.fromEntries(fixed.map(([name, property]) => [name, property.const]))
}

/** Which of the shapes a value is of: the first that has its type and knows all its names; -1 for none. */
export function fitting(options: readonly JsonSchema[], value: unknown): number {
  return options.findIndex((option) => {
    const type = typeOf(option)
    const types = Array.isArray(type) ? type : type === undefined ? [] : [type]
    if (types.length > 0 && !types.some((one) => isOfType(value, one as string))) return false
    if (option.const !== undefined) return option.const === value
    if (option.enum) return option.enum.includes(value as never)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return true
    // A form begins empty: what is missing may still come, what does not belong may not.
    const known = option.properties
    return !known || Object.keys(value).every((name) => Object.hasOwn(known, name))
  })
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'null') return value === null
  return typeof value === type
}
