import { createHash } from 'node:crypto'
import { canonical, readableJson } from '#kernel/canonical-json.ts'
import { packText, unpackText } from '../shared/packed-text.ts'

/** What a client or a model goes by: a change in any of it can change what a tool is used for. */
export const toolParts = ['title', 'description', 'inputSchema', 'outputSchema', 'annotations'] as const
export type ToolPart = (typeof toolParts)[number]

export interface Definition {
  readonly name: string
  readonly [part: string]: unknown
}

/** What is remembered of a server's definitions. */
export interface Definitions {
  readonly hash: string
  /** ms since the epoch. */
  readonly since: number
  /** By tool, a short hash of each part in the order of `toolParts`; and one of the server's instructions. */
  readonly tools: Readonly<Record<string, readonly string[]>>
  readonly instructions: string
  /** All of it as people read it, compressed; null where it is too large to be kept. */
  readonly packed: string | null
}

/** How many tools are told apart by name; of more only the hash of all is kept. */
const mostTools = 500
const longestPacked = 24_000

const digest = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('base64url')

/** `clean` takes out what must not be kept: a server may repeat what it was sent. */
export function definitionsOf(
  tools: readonly Definition[],
  instructions: string | undefined,
  now: number,
  clean: (shown: string) => string,
): Definitions {
  const sorted = [...tools].sort((a, b) => (a.name < b.name ? -1 : 1))
  const parts = sorted
    .slice(0, mostTools)
    .map((tool) => [
      tool.name.slice(0, 128),
      toolParts.map((part) => (tool[part] === undefined ? '' : digest(tool[part]).slice(0, 8))),
    ])
  const shown = clean(textOf(sorted, instructions))
  return {
    hash: createHash('sha256').update(shown).digest('hex'),
    since: now,
    tools: Object.fromEntries(parts),
    instructions: instructions === undefined ? '' : digest(instructions).slice(0, 8),
    packed: packText(shown, longestPacked),
  }
}

/** One tool after the other, one fact a line, so that a diff of two of them can be read. */
function textOf(tools: readonly Definition[], instructions: string | undefined): string {
  const blocks = tools.map((tool) => {
    const facts = toolParts.filter((part) => tool[part] !== undefined)
    return [`# ${tool.name}`, ...facts.map((part) => `${part}: ${readableJson(tool[part])}`)].join('\n')
  })
  return [...(instructions === undefined ? [] : [`# (instructions)\n${instructions}`]), ...blocks].join('\n')
}

export const definitionText = ({ packed }: Definitions): string | null => unpackText(packed)

export interface DefinitionChange {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly { readonly tool: string; readonly parts: readonly ToolPart[] }[]
  readonly instructions: boolean
}

export function changeBetween(before: Definitions, after: Definitions): DefinitionChange {
  const names = Object.keys(after.tools)
  return {
    added: names.filter((name) => !Object.hasOwn(before.tools, name)),
    removed: Object.keys(before.tools).filter((name) => !Object.hasOwn(after.tools, name)),
    changed: names
      .filter((name) => Object.hasOwn(before.tools, name))
      .map((tool) => ({
        tool,
        parts: toolParts.filter((_part, at) => before.tools[tool]?.[at] !== after.tools[tool]?.[at]),
      }))
      .filter(({ parts }) => parts.length > 0),
    instructions: before.instructions !== after.instructions,
  }
}
