import { type JsonSchema, readSchema } from '#ui/schema-form/json-schema.ts'

export type Arguments = Readonly<Record<string, unknown>>

/** What a form can ask for. A tool without names, or whose arguments are one of many shapes at the root, wants JSON. */
export function formOf(schema: JsonSchema): 'form' | 'nothing' | 'json' {
  const { schema: read, kind } = readSchema(schema, schema)
  if (kind === 'variant') return 'form'
  if (Object.keys(read.properties ?? {}).length > 0) return 'form'
  return kind === 'json' && read.additionalProperties !== false && Object.keys(schema).length > 1 ? 'json' : 'nothing'
}

/** Whether the author says that names the form does not know are taken too: those only JSON can give. */
export function takesOthers(schema: JsonSchema): boolean {
  const { properties, additionalProperties: others } = readSchema(schema, schema).schema
  return properties !== undefined && others !== undefined && others !== false
}

/** What a form starts with: constants that must be there, nothing else; the tool's own defaults hold for the rest. */
export function startOf(schema: JsonSchema): Arguments {
  const { schema: read } = readSchema(schema, schema)
  const required = new Set(read.required ?? [])
  return Object.fromEntries(
    Object.entries(read.properties ?? {}).flatMap(([name, property]) => {
      const { const: fixed } = readSchema(property, schema).schema
      return fixed !== undefined && required.has(name) ? [[name, fixed] as const] : []
    }),
  )
}

/** Names that give a secret away where its schema does not. */
const secretName = /pass(word|phrase|wd)?$|secret|token|api[-_]?key|authorization|credential/i

/**
 * The arguments without what is secret in them, for the browser's storage: what the schema marks, what looks like it by
 * its name, and the user info of an address.
 */
export function withoutSecrets(value: unknown, schema: JsonSchema | undefined, root: JsonSchema): unknown {
  const read = schema && readSchema(schema, root).schema
  if (read?.secret) return undefined
  if (typeof value === 'string') return value.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#@\s]*@/i, '$1')
  if (Array.isArray(value)) {
    const items = typeof read?.items === 'object' ? read.items : undefined
    return value.map((item) => withoutSecrets(item, items, root) ?? null)
  }
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).flatMap(([name, item]) => {
    if (secretName.test(name) && typeof item === 'string') return []
    const next = withoutSecrets(item, propertyOf(read, name), root)
    return next === undefined ? [] : [[name, next] as const]
  })
  return Object.fromEntries(kept)
}

function propertyOf(schema: JsonSchema | undefined, name: string): JsonSchema | undefined {
  const own = schema?.properties?.[name]
  if (own) return own
  const shaped = schema?.oneOf?.find((shape) => shape.properties?.[name])?.properties?.[name]
  return shaped ?? (typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined)
}
