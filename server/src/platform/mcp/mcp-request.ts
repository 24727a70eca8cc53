import type { AuthInfo } from '@modelcontextprotocol/server'
import type { FastifyRequest } from 'fastify'
import type { Actor } from '#kernel/operation.ts'
import type { Caller } from '../http/contract.ts'
import type { Json } from './json.ts'
import { isObject } from './upstream/rpc.ts'

export interface McpRequest {
  readonly caller: Caller & { readonly actor: Actor }
  readonly request: FastifyRequest
  readonly server: string | null
  /** The message as it was sent; undefined for a request without a body. */
  readonly message?: unknown
  /** Aborts when the right to this request has ended. */
  readonly ended?: AbortSignal | undefined
}

/** The SDK carries it from the door to the handlers; the token itself goes no further than our own check. */
export const authOf = (request: McpRequest): AuthInfo => ({
  token: '',
  clientId: '',
  scopes: [],
  extra: { request },
})

export function requestIn(auth: AuthInfo | undefined): McpRequest {
  const request = auth?.extra?.request
  if (!request) throw new Error('an MCP request reached its handler without its caller')
  // Safe because `authOf` is the only one who puts it there.
  return request as McpRequest
}

export function messageIn({ message }: McpRequest): { method: string; params: Json } {
  const { method, params } = isObject(message) ? message : {}
  return { method: typeof method === 'string' ? method : '', params: isObject(params) ? params : {} }
}
