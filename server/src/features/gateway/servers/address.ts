import type { Actor } from '#kernel/operation.ts'
import { unlistedTools } from '../own-tools/catalogue.ts'
import { ownSourceTool } from '../sources/own-source.ts'
import type { NamedTool, Tool } from '../tools/tool.ts'
import { mayUse } from '../tools/tool-catalogue.ts'
import type { Offered, OfferedServer } from './contract.ts'
import type { NamedItems } from './name-items.ts'
import { beforeBraces, mayMake } from './resource-template.ts'
import type { ToolSearch } from './tool-search.ts'

export interface AddressParts {
  readonly slug: string | null
  readonly title: string
  readonly instructions: string | null
  readonly actor: Actor
  /** What there is here for whoever may use it. */
  readonly tools: ReadonlyMap<string, Tool>
  readonly items: NamedItems
  search(): ToolSearch
  /** Whether this actor may use what a source has besides tools. */
  seesItemsOf(sourceId: string): boolean
  /** The search stands in for the list when there are more tools than this. */
  readonly searchAbove: number
}

const searchTools: readonly NamedTool[] = unlistedTools.map((tool) => ({
  name: tool.name,
  tool: { ...ownSourceTool(tool), sourceId: 'own', nameInSource: tool.name },
}))

/** One address as one caller sees it. What is dear is made when it is asked for: most requests ask for one tool. */
export class Address implements OfferedServer {
  readonly slug: string | null
  readonly title: string
  readonly instructions: string | null
  readonly #parts: AddressParts
  #mine: readonly NamedTool[] | undefined

  constructor(parts: AddressParts) {
    this.slug = parts.slug
    this.title = parts.title
    this.instructions = parts.instructions
    this.#parts = parts
  }

  get listed(): readonly NamedTool[] {
    return this.#isSearched() ? searchTools : this.tools
  }

  get tools(): readonly NamedTool[] {
    const { tools, actor } = this.#parts
    this.#mine ??= [...tools].filter(([, tool]) => mayUse(actor, tool)).map(([name, tool]) => ({ name, tool }))
    return this.#mine
  }

  tool(name: string): Tool | undefined {
    return this.#parts.tools.get(name) ?? this.#searchTool(name)
  }

  meant(name: string, args: unknown): { tool: string; arguments: unknown } {
    const asked = { tool: name, arguments: args }
    if (name !== 'call_tool' || !this.#isSearched()) return asked
    const { name: found, arguments: given } = (args ?? {}) as { name?: unknown; arguments?: unknown }
    const tool = typeof found === 'string' ? this.#parts.tools.get(found) : undefined
    // One that is not for this caller is as unknown as one that is not there: `call_tool` itself says so.
    return tool && mayUse(this.#parts.actor, tool) ? { tool: found as string, arguments: given ?? {} } : asked
  }

  find(words: string, most: number): readonly NamedTool[] {
    return this.#parts.search().find(words, most, (tool) => mayUse(this.#parts.actor, tool))
  }

  get resources(): readonly Offered[] {
    return this.#seen(this.#parts.items.resources)
  }

  get resourceTemplates(): readonly Offered[] {
    return this.#seen(this.#parts.items.resourceTemplates)
  }

  get prompts(): readonly Offered[] {
    return this.#seen(this.#parts.items.prompts)
  }

  resourceAt(uri: string): Offered | undefined {
    const listed = this.resources.find(({ nameInSource }) => nameInSource === uri)
    if (listed) return listed
    const [best] = this.resourceTemplates
      .filter(({ nameInSource }) => mayMake(nameInSource, uri))
      .sort((a, b) => beforeBraces(b.nameInSource).length - beforeBraces(a.nameInSource).length)
    return best && { ...best, nameInSource: uri }
  }

  promptNamed(name: string): Offered | undefined {
    return this.prompts.find(({ definition }) => definition.name === name)
  }

  get sourceIds(): readonly string[] {
    const ofTools = this.tools.map(({ tool }) => tool.sourceId)
    const ofItems = [...this.resources, ...this.resourceTemplates, ...this.prompts].map(({ sourceId }) => sourceId)
    return [...new Set([...ofTools, ...ofItems])]
  }

  #isSearched(): boolean {
    return this.tools.length > this.#parts.searchAbove
  }

  #searchTool(name: string): Tool | undefined {
    return this.#isSearched() ? searchTools.find((one) => one.name === name)?.tool : undefined
  }

  #seen(items: readonly Offered[]): readonly Offered[] {
    return items.filter(({ sourceId }) => this.#parts.seesItemsOf(sourceId))
  }
}
