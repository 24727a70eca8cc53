import type { Json } from './json.ts'
import type { UpstreamPeer, UpstreamSession } from './upstream/contract.ts'

/** What a connection of the MCP offers to one caller. Made anew for every request, so rights are those of the moment. */
export interface McpFace {
  readonly title: string
  readonly instructions: string | null
  /** What is announced: what is there for this caller, no more. */
  capabilities(): Json
  /** What a list request (`tools/list`, `resources/list`, …) answers with, whole. */
  list(method: McpList): readonly Json[]
  /** `inputSchema` of a tool, when this caller has one of that name. */
  inputSchemaOf(tool: string): Json | undefined
  callTool(name: string, args: unknown, exchange: McpExchange): Promise<Json>
  /**
   * A request that goes on with one that cannot be gone on with: it is noted, and this is what to refuse it with.
   * `isElsewhere`: it waits in another process.
   */
  lost(method: string, params: Json, exchange: McpExchange, isElsewhere: boolean): Promise<McpRefusal>
  /** Any other request: resources, prompts, completion, log level. Its result as it came. */
  request(method: string, params: Json, exchange: McpExchange): Promise<Json>
}

export type McpList = 'tools/list' | 'resources/list' | 'resources/templates/list' | 'prompts/list'

/** One request and what belongs to it, as far as its transport reaches. */
export interface McpExchange {
  readonly signal: AbortSignal
  readonly peer: UpstreamPeer
  readonly session?: UpstreamSession | undefined
  readonly meta?: Json | undefined
  /** `inputResponses` and `requestState`, when the request goes on with an earlier one. */
  readonly goesOn?: Json | undefined
}

/** A refusal in the words of JSON-RPC: the door says it as an error, not as a result. */
export class McpRefusal extends Error {
  readonly code: number
  readonly data: unknown

  constructor(code: number, message: string, data?: unknown) {
    super(message)
    this.name = 'McpRefusal'
    this.code = code
    this.data = data
  }
}

export const invalidParams = -32602
export const methodNotFound = -32601
export const internalError = -32603

/** Params that no request of this kind may have, whatever is there and whoever asks. */
export class MalformedParams extends McpRefusal {
  constructor(message: string) {
    super(invalidParams, message)
    this.name = 'MalformedParams'
  }
}
