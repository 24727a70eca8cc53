import fc from 'fast-check'

/** As much of a JSON Schema as options have (schema-of.ts). */
interface Schema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly maxItems?: number
}

/** Texts that one field or another takes: a schema does not say which text is a pattern, a path or a header. */
const texts = [
  'a',
  '가나다',
  'x-name',
  'text/plain',
  '200-299, 301',
  '4xx',
  '404',
  '$.a[0]',
  '$..b',
  '(a+)+$',
  '^\\d+',
  '{{a}}',
  '.price > b',
  '{"type":"object"}',
  'de ad',
  '\\x00\\r\\n',
  '5 4 * * *',
  'SELECT 1',
  '¿"\'<&>\u2028',
  '\ud83d\ude00',
]

/**
 * Options as a person might send them: the example with some fields changed to what the schema admits, as far as a
 * schema can say, and now and then to what it does not.
 */
export function optionsLike(schema: unknown, example: object): fc.Arbitrary<Record<string, unknown>> {
  const { properties = {} } = schema as Schema
  const fields = Object.entries(properties).map(([name, field]) => [name, valueLike(field)] as const)
  const changes = fc
    .subarray(fields, { maxLength: Math.min(4, fields.length) })
    .chain((some) => fc.record(Object.fromEntries(some) as Record<string, fc.Arbitrary<unknown>>))
  const nonsense = fc.oneof(
    { weight: 6, arbitrary: fc.constant({}) },
    {
      weight: 1,
      arbitrary: fc.dictionary(
        fc.constantFrom(...Object.keys(properties), 'surely_unknown'),
        fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.constant([]), fc.constant({ a: 1 })),
        { minKeys: 1, maxKeys: 2 },
      ),
    },
  )
  return fc.tuple(changes, nonsense).map(([changed, wrong]) => ({ ...example, ...changed, ...wrong }))
}

function valueLike(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.oneOf ?? schema.anyOf
  if (choices) return fc.oneof(...choices.map(valueLike))
  switch (schema.type) {
    case 'boolean':
      return fc.boolean()
    case 'integer':
    case 'number':
      return numberLike(schema)
    case 'string':
      return textLike(schema)
    case 'array':
      return fc.array(valueLike(schema.items ?? {}), { maxLength: Math.min(schema.maxItems ?? 3, 3) })
    case 'object':
      return recordLike(schema)
    default:
      return fc.constant(null)
  }
}

function numberLike({ minimum = -1_000, maximum = 1_000_000 }: Schema): fc.Arbitrary<number> {
  const min = Math.max(minimum, -1_000)
  const max = Math.max(min, Math.min(maximum, 1_000_000))
  return fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min, max }) },
    { weight: 3, arbitrary: fc.constantFrom(min, max) },
    { weight: 1, arbitrary: fc.constantFrom(min - 1, max + 1, 1.5) },
  )
}

const textLike = ({ maxLength = 50 }: Schema): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...texts).map((text) => text.slice(0, maxLength)) },
    { weight: 2, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: Math.min(maxLength, 20) }) },
    { weight: 1, arbitrary: fc.constantFrom('', 'y'.repeat(Math.min(maxLength, 1_000))) },
  )

function recordLike({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
  const model = Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, valueLike(field)]))
  return fc.record(model, { requiredKeys: [...required] })
}
