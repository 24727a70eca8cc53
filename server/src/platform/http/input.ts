import { z } from 'zod'

type Scalar = 'number' | 'boolean' | 'array' | 'text'

/**
 * Turns what a URL can say (strings, repeated keys) into what the operation's schema expects. Only fields the schema
 * declares as numbers, booleans or lists are touched; anything unconvertible stays text, so that the schema refuses it
 * with its own message.
 */
export function urlReader(input: z.ZodObject): (values: Readonly<Record<string, unknown>>) => Record<string, unknown> {
  let expected: ReadonlyMap<string, Scalar> | undefined
  return (values) => {
    const read: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(values)) {
      // Not before it is asked for: hundreds of operations are there at the start, and few of them are used soon.
      expected ??= scalarsOf(input)
      read[name] = convert(expected.get(name) ?? 'text', value)
    }
    return read
  }
}

function scalarsOf(input: z.ZodObject): Map<string, Scalar> {
  const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, JsonSchema>
  }
  return new Map(Object.entries(schema.properties ?? {}).map(([name, property]) => [name, scalarOf(property)]))
}

interface JsonSchema {
  type?: string
  anyOf?: JsonSchema[]
}

function scalarOf(schema: JsonSchema): Scalar {
  if (schema.type === 'integer' || schema.type === 'number') return 'number'
  if (schema.type === 'boolean' || schema.type === 'array') return schema.type
  const inner = schema.anyOf?.find((option) => option.type !== 'null')
  return inner ? scalarOf(inner) : 'text'
}

function convert(expected: Scalar, value: unknown): unknown {
  if (expected === 'array') return Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : value
  if (typeof value !== 'string') return value
  if (expected === 'number' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value)
  if (expected === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  return value
}
