import type { Role } from '@bongsu/contract/permissions.ts'
import type { Language, Text } from '@bongsu/contract/text.ts'
import type { Actor, Origin } from '#kernel/operation.ts'
import type { UpstreamPeer, UpstreamSession } from '#platform/mcp/index.ts'
import type { Json, NamedTool, SourceTool, ToolResult } from '../tools/tool.ts'

/**
 * The caller's side of an open call, as far as its door can reach it: progress and log messages go out, and the tool
 * may ask back (sampling, elicitation). Doors without a way back leave it out.
 */
export type CallPeer = UpstreamPeer

export interface SourceCall {
  readonly actor: Actor
  readonly language: Language
  readonly origin: Origin
  /** Aborts when the caller has gone, cancelled, or the deadline has passed. */
  readonly signal: AbortSignal
  readonly peer?: CallPeer | undefined
  /** `_meta` of the request, such as a progress token. */
  readonly meta?: Json | undefined
  /** The caller's own session, when its door has one: what a server keeps for a session is kept apart by it. */
  readonly session?: UpstreamSession | undefined
  /** `inputResponses` and `requestState` of a request that goes on with an earlier one, as they stand in its params. */
  readonly goesOn?: Json | undefined
  /** Finds tools that the caller may call at the address where the call came in, the best first. */
  find?(words: string, most: number): readonly NamedTool[]
}

/**
 * A place that tools come from. It knows what it offers at any moment without asking anybody, and never decides who may
 * call what: by the time `call` is reached, the call was authorised, validated and counted.
 *
 * A tool that fails is a result with `isError`. `call` throws `NotRun` when the call certainly never reached the tool,
 * so that it is given back, a `Failure` when the way was lost, and `UpstreamRefusal` for an error of JSON-RPC that the
 * caller gets as it is; anything else that is thrown is a fault of ours.
 */
export interface ToolSource {
  readonly id: string
  readonly title: Text
  /** What its tools' names begin with where they would be somebody else's too; the id unless said. */
  readonly prefix?: string
  /** The least role that may use anything of it; everybody unless said. */
  readonly leastRole?: Role
  /** How long a call may take, where that is not the gateway's own deadline. */
  readonly deadlineMs?: number
  tools(): readonly SourceTool[]
  call(nameInSource: string, args: Json, call: SourceCall): Promise<ToolResult>
  /** What it has besides tools, as its server described it; the same objects as long as nothing changes. */
  items?(): SourceItems
  /** What its server announced, where it is a server of the MCP: which requests besides tool calls it takes. */
  capabilities?(): Json
  /**
   * Any other request of the MCP (resources, prompts, completion, logging level), names and URIs as the source knows
   * them. The result as it came; throws as `call` does.
   */
  request?(method: string, params: Json, call: SourceCall): Promise<Json>
}

export interface SourceItems {
  readonly resources: readonly Json[]
  readonly resourceTemplates: readonly Json[]
  readonly prompts: readonly Json[]
}

/** The call did not happen: nobody was reached. Its words are for the caller. */
export class NotRun extends Error {
  readonly text: Text

  constructor(words: Text) {
    super(words.en)
    this.name = 'NotRun'
    this.text = words
  }
}
