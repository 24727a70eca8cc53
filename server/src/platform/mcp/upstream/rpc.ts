import { type Json, stringEnd } from '../json.ts'
import { UpstreamFailure, UpstreamRefusal } from './contract.ts'

export type RpcId = string | number

/** What came over the wire, looked at just far enough to know what it is. */
export type Incoming =
  | { readonly kind: 'request'; readonly id: RpcId; readonly method: string; readonly params: Json }
  | { readonly kind: 'notification'; readonly method: string; readonly params: Json }
  | { readonly kind: 'response'; readonly id: RpcId | null; readonly message: Json }

/** Reads one JSON-RPC message; throws `UpstreamFailure` for anything else. */
export function incoming(value: unknown): Incoming {
  if (!isObject(value) || value.jsonrpc !== '2.0') throw new UpstreamFailure('it said something that is no MCP', false)
  const { id, method } = value
  const params = isObject(value.params) ? value.params : {}
  if (typeof method === 'string')
    return isId(id) ? { kind: 'request', id, method, params } : { kind: 'notification', method, params }
  if ('result' in value || 'error' in value) return { kind: 'response', id: isId(id) ? id : null, message: value }
  throw new UpstreamFailure('it said something that is no MCP', false)
}

/** The result of a response as it came, or the error in it. */
export function resultOf(message: Json): Json {
  const { result, error } = message
  if (isObject(result)) return result
  if (!isObject(error) || !Number.isSafeInteger(error.code))
    throw new UpstreamFailure('its answer is neither a result nor an error', false)
  const words = typeof error.message === 'string' ? error.message : 'Error'
  throw new UpstreamRefusal(error.code as number, words.slice(0, 10_000), shortData(error.data))
}

const mostData = 65_536

/** An error is no way around the cap of results: what it holds beside its words is kept as long as it is short. */
const shortData = (data: unknown): unknown =>
  data !== undefined && JSON.stringify(data).length <= mostData ? data : undefined

export function parsed(text: string): unknown {
  if (isTooDeep(text)) throw new UpstreamFailure('its answer is nested deeper than is taken', false)
  try {
    return JSON.parse(text)
  } catch {
    throw new UpstreamFailure('its answer is not valid JSON', false)
  }
}

const deepest = 500

/** Reading deep JSON costs nothing, but whoever walks it or writes it again runs out of stack. */
function isTooDeep(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at)
    if (letter === 0x22) at = stringEnd(text, at)
    else if (letter === 0x7b || letter === 0x5b) depth += 1
    else if (letter === 0x7d || letter === 0x5d) depth -= 1
    if (depth > deepest) return true
  }
  return false
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isId = (id: unknown): id is RpcId => typeof id === 'string' || typeof id === 'number'

export const methodNotFound = -32601
