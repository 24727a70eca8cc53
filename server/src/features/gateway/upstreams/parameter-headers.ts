import type { Json } from '../tools/tool.ts'

/** RFC 9110 section 5.6.2. */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const mayCarry: ReadonlySet<unknown> = new Set(['string', 'integer', 'boolean'])
/** Data, not schemas: whatever stands in them is no annotation. */
const data: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'examples'])
/** Names of somebody's choice, each for a schema. */
const maps: ReadonlySet<string> = new Set(['$defs', 'definitions', 'patternProperties', 'dependentSchemas'])

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Why the `x-mcp-header` annotations of an input schema are not valid (MCP 2026-07-28, Streamable HTTP, "Schema
 * Extension"), or null. Clients drop a tool that has such a fault, so it is not offered to them.
 */
export function headerProblem(inputSchema: unknown): string | null {
  const names = new Set<string>()

  const check = (schema: Json, isReachable: boolean): string | null => {
    const name = schema['x-mcp-header']
    if (name === undefined) return null
    if (!isReachable) return 'x-mcp-header stands where no chain of properties leads'
    if (typeof name !== 'string' || !token.test(name)) return 'x-mcp-header is not the name of a header'
    if (!mayCarry.has(schema.type))
      return `x-mcp-header "${name}" is on something other than a string, integer or boolean`
    if (names.has(name.toLowerCase())) return `x-mcp-header "${name}" stands twice`
    names.add(name.toLowerCase())
    return null
  }

  const walk = (value: unknown, isReachable: boolean): string | null => {
    if (Array.isArray(value)) return first(value, (item) => walk(item, false))
    if (!isObject(value)) return null
    return (
      check(value, isReachable) ??
      first(Object.entries(value), ([keyword, below]) => {
        if (data.has(keyword) || keyword === 'x-mcp-header') return null
        if (keyword === 'properties' && isObject(below))
          return first(Object.values(below), (property) => walk(property, isReachable))
        if (maps.has(keyword) && isObject(below)) return first(Object.values(below), (one) => walk(one, false))
        return walk(below, false)
      })
    )
  }

  if (!isObject(inputSchema)) return null
  const { 'x-mcp-header': onRoot, ...root } = inputSchema
  return onRoot === undefined ? walk(root, true) : 'x-mcp-header stands on the schema itself'
}

function first<Item>(items: readonly Item[], problem: (item: Item) => string | null): string | null {
  for (const item of items) {
    const found = problem(item)
    if (found !== null) return found
  }
  return null
}
