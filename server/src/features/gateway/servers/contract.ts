import type { Json, NamedTool, Tool } from '../tools/tool.ts'

/** A resource, a template of resources, or a prompt of one source, as it is offered under one address. */
export interface Offered {
  readonly sourceId: string
  /** What its own server calls it: the URI of a resource, the template of many, the name of a prompt. */
  readonly nameInSource: string
  /** As its server describes it, under the name it has here. */
  readonly definition: Json
}

/**
 * What one address of the MCP offers to one caller at this moment: the whole catalogue at `/mcp`, or a virtual server's
 * choice of it at `/mcp/{slug}`. What is not in it does not exist there.
 */
export interface OfferedServer {
  /** null: the whole catalogue. */
  readonly slug: string | null
  readonly title: string
  readonly instructions: string | null
  /** What a list of tools shows, in order. Where there is too much to list, the two tools of the search and no other. */
  readonly listed: readonly NamedTool[]
  /** Every one that may be called, in the same order. */
  readonly tools: readonly NamedTool[]
  /** What a name stands for here, listed or not. */
  tool(name: string): Tool | undefined
  /** The call that is meant: `call_tool` of the search stands for the tool that its arguments name. */
  meant(name: string, args: unknown): { readonly tool: string; readonly arguments: unknown }
  /** What fits these words best, the best first. */
  find(words: string, most: number): readonly NamedTool[]
  readonly resources: readonly Offered[]
  readonly resourceTemplates: readonly Offered[]
  readonly prompts: readonly Offered[]
  /** The resource behind a URI, also one that no list names but that a template of this server makes. */
  resourceAt(uri: string): Offered | undefined
  promptNamed(name: string): Offered | undefined
  /** Every source that something here comes from, in order. */
  readonly sourceIds: readonly string[]
}
