import { z } from 'zod'

interface JsonSchema {
  readonly secret?: boolean
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly oneOf?: readonly JsonSchema[]
  readonly anyOf?: readonly JsonSchema[]
}

/**
 * Where options of this schema hold secrets: every field marked `secret: true`. `auth.password` is a field in a field,
 * `headers[].value` the same field in every element of a list.
 */
export function secretPaths(options: z.ZodObject): string[] {
  const paths = new Set<string>()
  const walk = (schema: JsonSchema, at: string): void => {
    if (schema.secret) paths.add(at)
    for (const [name, field] of Object.entries(schema.properties ?? {})) walk(field, at ? `${at}.${name}` : name)
    if (schema.items) walk(schema.items, `${at}[]`)
    for (const choice of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]) walk(choice, at)
  }
  walk(z.toJSONSchema(options, { io: 'input', unrepresentable: 'any' }) as JsonSchema, '')
  return [...paths]
}
