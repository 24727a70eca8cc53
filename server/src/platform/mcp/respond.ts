import { MalformedParams, type McpExchange, type McpFace, type McpList, McpRefusal, methodNotFound } from './face.ts'
import type { Json } from './json.ts'
import { isObject } from './upstream/rpc.ts'

/** What must be announced before a method is there. */
const capabilityOf: Readonly<Record<string, string>> = {
  'tools/list': 'tools',
  'tools/call': 'tools',
  'resources/list': 'resources',
  'resources/templates/list': 'resources',
  'resources/read': 'resources',
  'resources/subscribe': 'resources',
  'resources/unsubscribe': 'resources',
  'prompts/list': 'prompts',
  'prompts/get': 'prompts',
  'completion/complete': 'completions',
  'logging/setLevel': 'logging',
}

const lists: Readonly<Record<McpList, string>> = {
  'tools/list': 'tools',
  'resources/list': 'resources',
  'resources/templates/list': 'resourceTemplates',
  'prompts/list': 'prompts',
}

/** The member of the params that says what is meant, where a request means one thing. */
const named: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
  'resources/subscribe': 'uri',
  'resources/unsubscribe': 'uri',
}

/** Whether this caller has this method at all. */
export function isOffered(face: McpFace, method: string): boolean {
  const capability = Object.hasOwn(capabilityOf, method) ? capabilityOf[method] : undefined
  // Every address has tools, and most requests are for one.
  return capability === 'tools' || (capability !== undefined && face.capabilities()[capability] !== undefined)
}

/** What a request means, for binding what goes on later to it. */
export const meantBy = (method: string, params: Json): string => `${method}\n${String(params[named[method] ?? ''])}`

/** One request of a connection, whichever way it came. Results go out as they came. */
export async function respond(face: McpFace, method: string, params: Json, exchange: McpExchange): Promise<Json> {
  if (!isOffered(face, method)) throw new McpRefusal(methodNotFound, 'Method not found')
  const problem = paramsProblem(method, params)
  if (problem !== null) throw new MalformedParams(problem)
  if (isList(method)) return { [lists[method]]: face.list(method) }
  if (method !== 'tools/call') return face.request(method, params, exchange)
  return face.callTool(params.name as string, params.arguments ?? {}, exchange)
}

function paramsProblem(method: string, params: Json): string | null {
  // Lists are given whole, so nobody has been given a cursor.
  if (isList(method)) return isLeftOut(params.cursor) ? null : 'Unknown cursor'
  if (method === 'completion/complete') return completionProblem(params)
  const name = Object.hasOwn(named, method) ? (named[method] as string) : undefined
  if (name !== undefined && typeof params[name] !== 'string') return `params.${name} must be a string`
  const { arguments: args } = params
  if ((method === 'tools/call' || method === 'prompts/get') && !isLeftOut(args) && !isObject(args))
    return 'params.arguments must be an object'
  return null
}

/** As everywhere: `null` in a field that may be left out is the same as leaving it out. */
const isLeftOut = (value: unknown): boolean => value === undefined || value === null

function completionProblem({ ref, argument }: Json): string | null {
  const isMeant =
    isObject(ref) &&
    ((ref.type === 'ref/prompt' && typeof ref.name === 'string') ||
      (ref.type === 'ref/resource' && typeof ref.uri === 'string'))
  if (!isMeant) return 'params.ref must be {"type":"ref/prompt","name":…} or {"type":"ref/resource","uri":…}'
  if (isObject(argument) && typeof argument.name === 'string' && typeof argument.value === 'string') return null
  return 'params.argument must be {"name":…,"value":…}'
}

const isList = (method: string): method is McpList => Object.hasOwn(lists, method)
