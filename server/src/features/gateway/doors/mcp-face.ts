import { type Language, text } from '@bongsu/contract/text.ts'
import { isFailure } from '#kernel/errors.ts'
import {
  internalError,
  invalidParams,
  type Json,
  type McpExchange,
  type McpFace,
  type McpList,
  McpRefusal,
} from '#platform/mcp/index.ts'
import type { GatewayService } from '../gateway-key.ts'
import type { OfferedServer } from '../servers/contract.ts'
import { mayUse } from '../tools/tool-catalogue.ts'
import { announced } from './announced.ts'
import type { McpCaller } from './mcp-caller.ts'
import { OtherRequests } from './other-requests.ts'
import { atChosenLevel } from './session-level.ts'

/** What an address of the MCP shows this caller: what they may use there, and the gateway behind all of it. */
export function mcpFace(service: GatewayService, caller: McpCaller, slug: string | null): McpFace {
  const server = service.server(caller.actor, slug)
  if (!server) throw new McpRefusal(invalidParams, 'There is no such server')
  const others = new OtherRequests(service, caller, server)
  let capabilities: Json | undefined
  return {
    title: server.title,
    instructions: server.instructions,
    capabilities: () => (capabilities ??= announced(server, service)),
    list: (method) => list(server, method, caller.language),
    inputSchemaOf(name) {
      const tool = server.tool(name)
      return tool && mayUse(caller.actor, tool) ? tool.define(caller.language).inputSchema : undefined
    },
    callTool: (name, args, exchange) => callTool(service, caller, server, name, args, atChosenLevel(exchange)),
    lost: (method, params, exchange, isElsewhere) =>
      lost(service, caller, server, { method, params, exchange, isElsewhere }),
    request: (method, params, exchange) => others.answer(method, params, atChosenLevel(exchange)),
  }
}

function list(server: OfferedServer, method: McpList, language: Language): readonly Json[] {
  switch (method) {
    case 'tools/list':
      return server.listed.map(({ name, tool }) => ({ name, ...tool.define(language) }))
    case 'resources/list':
      return server.resources.map(({ definition }) => definition)
    case 'resources/templates/list':
      return server.resourceTemplates.map(({ definition }) => definition)
    case 'prompts/list':
      return server.prompts.map(({ definition }) => definition)
  }
}

async function callTool(
  service: GatewayService,
  caller: McpCaller,
  server: OfferedServer,
  tool: string,
  args: unknown,
  exchange: McpExchange,
): Promise<Json> {
  try {
    const { result, refusal } = await service.gateway.call({ ...caller, ...exchange, server, tool, arguments: args })
    // An error of the tool's server is an error here too: clients act on its code.
    if (refusal) throw refusal
    return result
  } catch (error) {
    // No such tool, for this caller: a mistake of the request, not an answer of a tool.
    if (isFailure(error, 'not_found')) throw new McpRefusal(invalidParams, error.text[caller.language])
    if (isFailure(error)) throw new McpRefusal(internalError, error.text[caller.language])
    throw error
  }
}

interface Lost {
  readonly method: string
  readonly params: Json
  readonly exchange: McpExchange
  readonly isElsewhere: boolean
}

async function lost(
  service: GatewayService,
  caller: McpCaller,
  server: OfferedServer,
  { method, params, exchange, isElsewhere }: Lost,
): Promise<McpRefusal> {
  const why = isElsewhere ? elsewhere : unknownState
  const isCall = method === 'tools/call'
  const label = isCall ? (server.tool(String(params.name))?.name ?? String(params.name)) : method
  const sent = isCall ? params.arguments : params
  await service.gateway.lost({ ...caller, ...exchange, server, label, arguments: sent, why })
  const reason = isElsewhere ? 'waits_elsewhere' : 'unknown_state'
  return new McpRefusal(invalidParams, isElsewhere ? why[caller.language] : why.en, { reason })
}

const unknownState = text('requestState를 알 수 없거나 너무 오래되었습니다.', 'Invalid or expired requestState')
const elsewhere = text(
  '이 호출은 설치본의 다른 프로세스에서 기다리고 있습니다. 처음 요청이 간 프로세스로 다시 보내거나, 호출을 처음부터 하세요.',
  'This call waits in another process of the installation. Send it to the one that took the first request, or begin the call anew.',
)
