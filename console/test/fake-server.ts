import { type Operations, routes } from '@bongsu/contract/api.generated.ts'
import type { ErrorCode, FieldProblem } from '@bongsu/contract/error-codes.ts'
import { vi } from 'vitest'

type Name = keyof Operations

/** What a handler may throw: the refusal of a real server. */
export class Refusal extends Error {
  readonly status: number
  readonly body: unknown
  readonly headers: Record<string, string>

  constructor(
    status: number,
    code: ErrorCode,
    message: string,
    fields?: FieldProblem[],
    headers: Record<string, string> = {},
  ) {
    super(message)
    this.status = status
    this.body = { error: { code, message, ...(fields ? { details: { fields } } : {}) } }
    this.headers = headers
  }
}

export type Handlers = {
  [Key in Name]?: (input: Operations[Key]['input']) => Operations[Key]['output'] | Promise<Operations[Key]['output']>
}

export interface Call {
  readonly name: Name
  readonly input: Record<string, unknown>
}

/**
 * Stands where the network is: answers operations by name, in their own types, and keeps what it was asked. An operation
 * without a handler answers 404, as a server without it would.
 */
export function fakeServer(handlers: Handlers): {
  calls: Call[]
  handlers: Handlers
  of(name: Name): Record<string, unknown>[]
  disconnect(): void
} {
  const calls: Call[] = []
  let isConnected = true
  vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
    if (!isConnected) throw new TypeError('fetch failed')
    const found = match(init.method ?? 'GET', url, init.body)
    if (!found) return answer(404, { error: { code: 'not_found', message: `nothing at ${url}` } })
    calls.push(found)
    const handler = handlers[found.name] as ((input: unknown) => unknown) | undefined
    if (!handler) return answer(404, { error: { code: 'not_found', message: `${found.name} has no handler` } })
    try {
      const output = await handler(found.input)
      return output === null || output === undefined ? new Response(null, { status: 204 }) : answer(200, output)
    } catch (error) {
      if (error instanceof Refusal) return answer(error.status, error.body, error.headers)
      throw error
    }
  })
  return {
    calls,
    handlers,
    of: (name) => calls.filter((call) => call.name === name).map((call) => call.input),
    disconnect: () => {
      isConnected = false
    },
  }
}

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })

/** Finds the operation a request is for, the most literal path first, and puts its input together again. */
function match(method: string, url: string, body: BodyInit | null | undefined): Call | undefined {
  const { pathname, searchParams } = new URL(url, 'http://console')
  const candidates = Object.entries(routes).filter(([, [routeMethod]]) => routeMethod === method)
  candidates.sort(([, [, a]], [, [, b]]) => a.split('{').length - b.split('{').length)
  for (const [name, [, template]] of candidates) {
    const parameters = pathParameters(template, pathname)
    if (!parameters) continue
    const query = Object.fromEntries(
      [...new Set(searchParams.keys())].map((key) => [key, plain(searchParams.getAll(key))]),
    )
    return { name: name as Name, input: { ...query, ...(body ? JSON.parse(String(body)) : {}), ...parameters } }
  }
  return undefined
}

function pathParameters(template: string, pathname: string): Record<string, unknown> | undefined {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string)
  const values = new RegExp(`^${template.replaceAll(/\{\w+\}/g, '([^/]+)')}$`).exec(pathname)
  return values
    ? Object.fromEntries(names.map((name, index) => [name, number(decodeURIComponent(values[index + 1] ?? ''))]))
    : undefined
}

const plain = (values: string[]): unknown => (values.length === 1 ? number(values[0] ?? '') : values)
const number = (text: string): unknown => (/^\d+$/.test(text) ? Number(text) : text)
