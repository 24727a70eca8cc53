import type { Language } from '@bongsu/contract/text.ts'
import { isFailure } from '#kernel/errors.ts'
import type { Actor, Origin } from '#kernel/operation.ts'
import { invalidParams, type McpFace, McpRefusal, type McpRequest } from '#platform/mcp/index.ts'
import type { GatewayService } from '../gateway-key.ts'

export interface McpCaller {
  readonly actor: Actor
  readonly language: Language
  readonly origin: Origin
}

/** What an MCP connection shows this caller: the tools they may use, and the gateway behind each. */
export const mcpFace = (service: GatewayService, caller: McpCaller): McpFace => ({
  async listTools() {
    const tools = service.toolsFor(caller.actor)
    return tools.map((tool) => ({ name: tool.name, ...tool.define(caller.language) }))
  },
  async callTool(call) {
    try {
      const { result } = await service.gateway.call({
        ...caller,
        tool: call.name,
        arguments: call.arguments,
        signal: call.signal,
        meta: call.meta,
      })
      return result
    } catch (error) {
      // No such tool, for this caller: a mistake of the request, not an answer of a tool.
      if (isFailure(error, 'not_found')) throw new McpRefusal(invalidParams, error.text[caller.language])
      throw error
    }
  },
})

export const callerOf = ({ caller, request }: McpRequest): McpCaller => {
  const userAgent = request.headers['user-agent']?.slice(0, 300)
  return {
    actor: caller.actor,
    language: request.language,
    origin: { door: 'mcp', address: request.ip, ...(userAgent === undefined ? {} : { userAgent }) },
  }
}
