import { isObject } from './rpc.ts'

/** An argument that a tool wants to see in a header too (`x-mcp-header`, revision 2026-07-28). */
export interface HeaderParam {
  readonly path: readonly string[]
  /** In lower case: `mcp-param-…`. */
  readonly header: string
}

const token = /^[!#$%&'*+.^_`|~\dA-Za-z-]{1,64}$/
const deepest = 16

/** By the schema object: looked at once, and gone with its tool. */
const known = new WeakMap<object, readonly HeaderParam[]>()

/** Which arguments of a tool are told in headers: its primitive properties, at any depth, that say so. */
export function headerParams(inputSchema: unknown): readonly HeaderParam[] {
  if (!isObject(inputSchema)) return []
  const params = known.get(inputSchema) ?? found(inputSchema)
  known.set(inputSchema, params)
  return params
}

function found(inputSchema: unknown): HeaderParam[] {
  const found: HeaderParam[] = []
  look(inputSchema, [])
  return found

  function look(schema: unknown, path: readonly string[]): void {
    if (!isObject(schema) || path.length > deepest) return
    const name = schema['x-mcp-header']
    if (path.length > 0 && typeof name === 'string' && token.test(name))
      found.push({ path, header: `mcp-param-${name.toLowerCase()}` })
    if (isObject(schema.properties))
      for (const [key, child] of Object.entries(schema.properties)) look(child, [...path, key])
  }
}

export function paramHeaders(params: readonly HeaderParam[], args: unknown): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const { path, header } of params) {
    const said = asText(valueAt(args, path))
    if (said !== undefined) headers[header] = headerText(said)
  }
  return headers
}

/** The first header that does not say what the arguments say; undefined when all agree. */
export function headerMismatch(
  params: readonly HeaderParam[],
  args: unknown,
  headers: { get(name: string): string | null },
): string | undefined {
  return params.find(({ path, header }) => {
    const value = valueAt(args, path)
    const said = asText(value)
    if (said === undefined) return false
    const got = headers.get(header)
    const decoded = got === null ? undefined : fromHeaderText(got)
    return (
      decoded !== said &&
      !(typeof value === 'number' && /^-?\d+(\.\d+)?$/.test(decoded ?? '') && Number(decoded) === value)
    )
  })?.header
}

/** A header holds visible ASCII: anything else is sent as base64 between marks. */
export function headerText(words: string): string {
  const isPlain = /^[\x21-\x7e]([\x20-\x7e\t]*[\x21-\x7e])?$/.test(words) && !words.startsWith(mark)
  return isPlain ? words : `${mark}${Buffer.from(words).toString('base64')}?=`
}

function fromHeaderText(words: string): string {
  const coded = words.startsWith(mark) && words.endsWith('?=') ? words.slice(mark.length, -2) : undefined
  return coded === undefined ? words : Buffer.from(coded, 'base64').toString('utf8')
}

const mark = '=?base64?'

function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return String(value)
  return undefined
}

const valueAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), value)
