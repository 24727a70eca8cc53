import type { Json } from './json.ts'

/** What a connection of the MCP offers to one caller. Made anew for every request, so rights are those of the moment. */
export interface McpFace {
  listTools(): Promise<readonly Json[]>
  callTool(call: McpToolCall): Promise<Json>
}

export interface McpToolCall {
  readonly name: string
  readonly arguments: unknown
  readonly meta?: Json | undefined
  readonly signal: AbortSignal
  /** Tells the caller of progress or of a log message while the call is open. */
  notify(method: string, params: Json): Promise<void>
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
