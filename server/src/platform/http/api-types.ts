import { z } from 'zod'
import type { AnyOperation } from '#platform/operations/operation.ts'

interface JsonSchema {
  type?: string | string[]
  $ref?: string
  $defs?: Record<string, JsonSchema>
  const?: unknown
  enum?: unknown[]
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  allOf?: JsonSchema[]
  items?: JsonSchema | false
  prefixItems?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: JsonSchema | boolean
  description?: string
}

/**
 * TypeScript for the console: one entry per operation with its input and output, a table of routes, and an interface for
 * every schema that carries an id. The console gets types without carrying the schemas in its bundle.
 */
export function apiTypes(operations: readonly AnyOperation[]): string {
  const named = new Map<string, string>()
  const entries: string[] = []
  const routes: string[] = []
  for (const operation of [...operations].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const input = typeOf(operation.input, 'input', named)
    const output = operation.http.status === 204 ? 'null' : typeOf(operation.output, 'output', named)
    entries.push(`  /** ${operation.summary.en} */\n  '${operation.name}': { input: ${input}; output: ${output} }`)
    routes.push(`  '${operation.name}': ['${operation.http.method}', '${operation.http.path}', '${operation.access}'],`)
  }
  const interfaces = [...named]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, body]) => `export type ${name} = ${body}`)
  return [
    '// Written by `npm run generate` from the operations. Do not edit.',
    '',
    ...interfaces,
    '',
    'export interface Operations {',
    ...entries,
    '}',
    '',
    '/** Method, path and the permission it takes. */',
    "export const routes: { readonly [Name in keyof Operations]: readonly ['GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', string, string] } = {",
    ...routes,
    '}',
    '',
  ].join('\n')
}

function typeOf(schema: z.ZodType, io: 'input' | 'output', named: Map<string, string>): string {
  const json = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema
  for (const [name, definition] of Object.entries(json.$defs ?? {})) {
    // Zod numbers the schemas that recur without an id; only those that have one deserve a name outsiders use.
    const body = print(definition)
    const known = named.get(name)
    if (known !== undefined && known !== body)
      throw new Error(`two schemas share the id ${name} but differ: name the request and the response apart`)
    named.set(name, body)
  }
  return print(json)
}

function print(schema: JsonSchema): string {
  if (schema.$ref) return schema.$ref.replace('#/$defs/', '')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  const options = schema.anyOf ?? schema.oneOf
  if (options)
    return options
      .map(print)
      .map((option) => `(${option})`)
      .join(' | ')
  if (schema.allOf)
    return schema.allOf
      .map(print)
      .map((option) => `(${option})`)
      .join(' & ')
  if (Array.isArray(schema.type)) return schema.type.map((type) => print({ ...schema, type })).join(' | ')
  switch (schema.type) {
    case 'string':
      return 'string'
    case 'integer':
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'null':
      return 'null'
    case 'array':
      return printArray(schema)
    case 'object':
      return printObject(schema)
    default:
      return 'unknown'
  }
}

function printArray(schema: JsonSchema): string {
  if (schema.prefixItems) return `[${schema.prefixItems.map(print).join(', ')}]`
  return `(${schema.items ? print(schema.items) : 'unknown'})[]`
}

function printObject(schema: JsonSchema): string {
  const required = new Set(schema.required ?? [])
  const fields = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const key = /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)
    return `${key}${required.has(name) ? '' : '?'}: ${print(property)}`
  })
  const rest = schema.additionalProperties
  if (fields.length > 0) return `{ ${fields.join('; ')} }`
  if (rest === undefined || rest === true) return 'Record<string, unknown>'
  return rest === false ? 'Record<string, never>' : `Record<string, ${print(rest)}>`
}
