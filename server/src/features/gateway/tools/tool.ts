import type { Permission, Role } from '@bongsu/contract/permissions.ts'
import type { Language, Text } from '@bongsu/contract/text.ts'
import type { Effect } from '#kernel/operation.ts'
import type { ArgumentProblem } from './input-problem.ts'

export type Json = { readonly [key: string]: unknown }

/**
 * A tool as MCP describes it, without its name: title, description, inputSchema, outputSchema, annotations, icons, _meta
 * and whatever else its author said. Relayed as it is; only the name is ours to give.
 */
export interface ToolDefinition extends Json {
  readonly inputSchema: Json
}

/** A tool as its source offers it. What it says of itself is a hint; `access` and `effect` are what counts. */
export interface SourceTool {
  /** Unique in its source. */
  readonly name: string
  readonly tags: readonly string[]
  /** What a role needs. */
  readonly access: Permission
  /** The name that it was given in this installation for good, whatever else comes; its own name otherwise. */
  readonly givenName?: string
  /** Names that stand for it too, because it was given them before: in lists of tokens and in limits, not for callers. */
  readonly formerNames?: readonly string[]
  /** The name that an administrator chose for it. */
  readonly alias?: string
  /** What a token needs where it has no list of tools: `read` for a tool that reads, else `write`. */
  readonly effect: Effect
  /** The source writes the audit line itself, in the transaction of what the tool does. */
  readonly isAudited?: boolean
  /** Fields of the arguments that no record may hold. */
  readonly unrecorded?: readonly string[]
  /** It only tells what its caller may use: for every token that may use tools at all, and never counted. */
  readonly isListing?: boolean
  /** Checks the arguments in its own way and words; without it they are held against `inputSchema`. */
  check?(args: unknown, language: Language): ArgumentProblem | null
  define(language: Language): ToolDefinition
}

/** A tool under the name that callers use: at most 64 letters of `[A-Za-z0-9_.-]`, unique in the installation. */
export interface Tool extends SourceTool {
  readonly sourceId: string
  readonly nameInSource: string
  /** As its source wants it. */
  readonly leastRole?: Role | undefined
}

/** Whether a tool is meant by this name where a token or a limit has it. */
export const isMeantBy = ({ name, formerNames }: Pick<Tool, 'name' | 'formerNames'>, meant: string): boolean =>
  name === meant || (formerNames?.includes(meant) ?? false)

/** A tool under the name it has at one address. */
export interface NamedTool {
  readonly name: string
  readonly tool: Tool
}

/** A `CallToolResult` of the MCP: content blocks, `structuredContent`, `isError`, `_meta`, relayed as they are. */
export interface ToolResult extends Json {
  readonly content: readonly Json[]
  readonly isError?: boolean
  readonly _meta?: Json
}

/** Our own words in a result's `_meta` stand under this prefix (MCP: reverse DNS). */
export const metaKey = (name: string): string => `io.bongsu/${name}`

export const textBlock = (words: string): Json => ({ type: 'text', text: words })

/** A refusal or failure that a model can read and act on. */
export const errorResult = (words: Text, language: Language, meta?: Json): ToolResult => ({
  content: [textBlock(words[language])],
  isError: true,
  ...(meta === undefined ? {} : { _meta: meta }),
})
