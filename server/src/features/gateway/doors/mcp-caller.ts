import type { Language } from '@bongsu/contract/text.ts'
import type { Actor, Origin } from '#kernel/operation.ts'
import type { McpRequest } from '#platform/mcp/index.ts'

export interface McpCaller {
  readonly actor: Actor
  readonly language: Language
  readonly origin: Origin
}

export const callerOf = ({ caller, request }: McpRequest): McpCaller => {
  const userAgent = request.headers['user-agent']?.slice(0, 300)
  return {
    actor: caller.actor,
    language: request.language,
    origin: { door: 'mcp', address: request.ip, ...(userAgent === undefined ? {} : { userAgent }) },
  }
}
