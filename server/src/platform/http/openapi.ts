import { z } from 'zod'
import type { AnyOperation } from '#platform/operations/operation.ts'

type Json = Record<string, unknown>

/** OpenAPI 3.1 from the catalogue of operations: nothing is described by hand. */
export function openApiDocument(operations: readonly AnyOperation[], version: string): Json {
  const schemas: Json = {}
  const paths: Record<string, Json> = {}
  for (const operation of operations) {
    const path = paths[operation.http.path] ?? {}
    path[operation.http.method.toLowerCase()] = describe(operation, schemas)
    paths[operation.http.path] = path
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Bongsu', version, description: 'The API the Bongsu console itself uses.' },
    paths,
    components: {
      schemas: { ...schemas, Error: errorSchema },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'bongsu_session' },
      },
    },
  }
}

function describe(operation: AnyOperation, schemas: Json): Json {
  const { method, path, status = 200 } = operation.http
  const inPath = new Set([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))
  const input = jsonSchema(operation.input, 'input', schemas) as {
    properties?: Record<string, Json>
    required?: string[]
    additionalProperties?: unknown
  }
  const required = new Set(input.required ?? [])
  const rest = Object.entries(input.properties ?? {}).filter(([name]) => !inPath.has(name))
  const parameters = [...inPath].map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: input.properties?.[name as string] ?? {},
  }))
  const inQuery = method === 'GET' || method === 'DELETE'
  const isOpen = input.additionalProperties !== false
  const query = rest.map(([name, schema]) => ({ name, in: 'query', required: required.has(name), schema }))
  return {
    operationId: operation.name,
    summary: operation.summary.en,
    'x-summary-ko': operation.summary.ko,
    'x-permission': operation.access,
    'x-effect': operation.effect,
    tags: [path.split('/')[3] ?? 'other'],
    parameters: inQuery ? [...parameters, ...query] : parameters,
    ...(inQuery || (rest.length === 0 && !isOpen)
      ? {}
      : { requestBody: requestBody(operation, objectOf(rest, required, isOpen)) }),
    responses: {
      [status]:
        status === 204
          ? { description: 'Done' }
          : {
              description: 'Done',
              content: { ...json(jsonSchema(operation.output, 'output', schemas)), ...events(operation) },
            },
      default: { description: 'Refused', content: json({ $ref: '#/components/schemas/Error' }) },
    },
    security: operation.access === 'public' ? [] : [{ bearer: [] }, { session: [] }],
  }
}

const objectOf = (fields: [string, Json][], required: ReadonlySet<string>, isOpen: boolean) => ({
  type: 'object',
  properties: Object.fromEntries(fields),
  required: fields.map(([name]) => name).filter((name) => required.has(name)),
  additionalProperties: isOpen,
})

const requestBody = ({ http }: AnyOperation, schema: ReturnType<typeof objectOf>): Json => ({
  required: schema.required.length > 0,
  content: { ...json(schema), ...(http.acceptsForm ? { 'application/x-www-form-urlencoded': { schema } } : {}) },
})

/** Where `Accept` asks for it. */
const events = ({ progress }: AnyOperation): Json =>
  progress
    ? {
        'text/event-stream': {
          schema: { type: 'string', description: 'Events `progress` (Progress), then one `result` or `error`.' },
        },
      }
    : {}

const json = (schema: unknown): Json => ({ 'application/json': { schema } })

/** A zod schema as JSON Schema 2020-12; schemas with an id move to components and are referred to. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output', schemas: Json): Json {
  const { $schema, $defs, ...body } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json & { $defs?: Json }
  const moved = JSON.parse(
    JSON.stringify({ body, defs: $defs ?? {} }).replaceAll('"#/$defs/', '"#/components/schemas/'),
  ) as { body: Json; defs: Json }
  Object.assign(schemas, moved.defs)
  return moved.body
}

const errorSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: { code: { type: 'string' }, message: { type: 'string' }, details: {} },
    },
  },
}
