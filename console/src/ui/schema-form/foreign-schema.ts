import type { JsonSchema } from './json-schema.ts'

type Raw = Readonly<Record<string, unknown>>

/** Longer than any address: one line is no place for it. */
const longText = 4096
/** Far more than any form; a schema may also hold itself a million times. */
const mostNodes = 3000

const texts = ['title', 'description', 'format', '$ref'] as const
const numbers = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
] as const
const unions = ['anyOf', 'oneOf', 'allOf'] as const

/**
 * The schema of a tool as our forms read it. It was written by anybody: only words of JSON Schema that have the right
 * shape are taken, our own words (`label`, `secret`, …) only where they are what we mean by them, and whatever is missing
 * or broken becomes "any JSON". Drafts up to 2020-12 are read alike.
 */
export function foreignSchema(schema: unknown): JsonSchema {
  let left = mostNodes
  const clean = (value: unknown): JsonSchema => {
    left -= 1
    if (!isRecord(value) || left < 0) return {}
    return {
      ...annotations(value),
      ...scalars(value),
      ...structure(value, clean),
      ...ownWords(value),
    }
  }
  return clean(schema)
}

function annotations(raw: Raw): JsonSchema {
  const kept: Record<string, unknown> = {}
  for (const name of texts) if (typeof raw[name] === 'string') kept[name] = raw[name]
  if (Object.hasOwn(raw, 'default')) kept.default = raw.default
  if (Array.isArray(raw.examples)) kept.examples = raw.examples
  return kept
}

function scalars(raw: Raw): JsonSchema {
  const kept: Record<string, unknown> = {}
  for (const name of numbers) if (typeof raw[name] === 'number' && Number.isFinite(raw[name])) kept[name] = raw[name]
  if (typeof raw.type === 'string' || (Array.isArray(raw.type) && raw.type.every((type) => typeof type === 'string')))
    kept.type = raw.type
  const values = choices(raw.enum)
  if (values.length > 0) kept.enum = values
  // One value out of one is a constant. Others than simple ones only JSON can say.
  if (['string', 'number', 'boolean'].includes(typeof raw.const)) kept.const = raw.const
  if (Array.isArray(raw.required)) kept.required = raw.required.filter((name) => typeof name === 'string')
  return kept
}

/** Each value once. Those that look alike on screen (`1` and `"1"`) cannot be chosen from. */
function choices(values: unknown): readonly unknown[] {
  if (!Array.isArray(values)) return []
  const unique = [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
  return new Set(unique.map(String)).size === unique.length ? unique : []
}

function structure(raw: Raw, clean: (value: unknown) => JsonSchema): JsonSchema {
  const kept: Record<string, unknown> = {}
  const named = (value: unknown) =>
    isRecord(value) ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, clean(one)])) : undefined
  for (const name of ['properties', '$defs', 'definitions']) {
    const found = named(raw[name])
    if (found) kept[name] = found
  }
  for (const name of unions)
    if (Array.isArray(raw[name]) && raw[name].length > 0) kept[name] = raw[name].map((one) => clean(one))
  // Before 2020-12 a list of schemas for `items` was what `prefixItems` is now.
  const tuple = raw.prefixItems ?? raw.items
  if (Array.isArray(tuple)) kept.prefixItems = tuple.map((one) => clean(one))
  else if (isRecord(raw.items)) kept.items = clean(raw.items)
  if (isRecord(raw.additionalProperties)) kept.additionalProperties = clean(raw.additionalProperties)
  else if (typeof raw.additionalProperties === 'boolean') kept.additionalProperties = raw.additionalProperties
  return kept
}

function ownWords(raw: Raw): JsonSchema {
  const kept: Record<string, unknown> = {}
  for (const name of ['label', 'help', 'unit', 'section']) if (isText(raw[name])) kept[name] = raw[name]
  for (const name of ['labels', 'choices'])
    if (isRecord(raw[name]) && Object.values(raw[name]).every(isText)) kept[name] = raw[name]
  if (raw.secret === true || raw.format === 'password' || raw.writeOnly === true) kept.secret = true
  if (raw.reference === 'person' || raw.reference === 'project') kept.reference = raw.reference
  if (raw.advanced === true) kept.advanced = true
  const isLong = typeof raw.maxLength === 'number' && raw.maxLength > longText && raw.format === undefined
  if (raw.multiline === true || isLong) kept.multiline = true
  return kept
}

const isRecord = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value)

const isText = (value: unknown): boolean =>
  typeof value === 'string' || (isRecord(value) && typeof value.ko === 'string' && typeof value.en === 'string')
