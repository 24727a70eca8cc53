import { isAtLeast } from '@bongsu/contract/permissions.ts'
import type { Actor } from '#kernel/operation.ts'
import type { ToolSource } from '../sources/contract.ts'
import type { Tool } from '../tools/tool.ts'
import { mayUseItems, type ToolCatalogue } from '../tools/tool-catalogue.ts'
import type { Bearer } from '../upstreams/bearers.ts'
import { Address } from './address.ts'
import type { OfferedServer } from './contract.ts'
import { type NamedItems, nameItems } from './name-items.ts'
import { ToolSearch } from './tool-search.ts'
import { chosenItems, chosenTools, type VirtualServer } from './virtual-server.ts'

export interface AddressesParts {
  readonly catalogue: ToolCatalogue
  /** By slug, those that are switched on. */
  virtualServers(): ReadonlyMap<string, VirtualServer>
  /** Tools of upstream servers that were given a name, by source, also those that cannot be called now. */
  bearers(): ReadonlyMap<string, readonly Bearer[]>
  /** With more tools than this, the search stands in for the list. */
  searchAbove(): number
}

/** The same for every caller, as long as neither the catalogue nor the choice changes. */
interface Named {
  readonly server: VirtualServer | null
  readonly catalogue: ReadonlyMap<string, Tool>
  readonly bearers: ReadonlyMap<string, readonly Bearer[]>
  readonly tools: ReadonlyMap<string, Tool>
  readonly items: NamedItems
  search(): ToolSearch
}

const title = 'Bongsu'

/** Every address of the MCP: the catalogue at `/mcp`, and the virtual servers below it. */
export class Addresses {
  readonly #parts: AddressesParts
  readonly #named = new Map<string | null, Named>()

  constructor(parts: AddressesParts) {
    this.#parts = parts
  }

  at(actor: Actor, slug: string | null): OfferedServer | undefined {
    const server = slug === null ? null : this.#parts.virtualServers().get(slug)
    if (server === undefined || (server && !isFor(actor, server))) return undefined
    return this.#offer(actor, server, this.#namesOf(server))
  }

  /** As it would be, were it switched on and for this actor. */
  preview(actor: Actor, server: VirtualServer): OfferedServer {
    return this.#offer(actor, server, this.#nameAll(server, this.#parts.catalogue.tools()))
  }

  #offer(actor: Actor, server: VirtualServer | null, { tools, items, search }: Named): OfferedServer {
    return new Address({
      slug: server?.slug ?? null,
      title: server?.title ?? title,
      instructions: server?.instructions ?? null,
      actor,
      tools,
      items,
      search,
      seesItemsOf: (sourceId) => {
        const source = this.#sourceOf(sourceId)
        return source !== undefined && mayUseItems(actor, source)
      },
      searchAbove: this.#searchAbove(server),
    })
  }

  #searchAbove(server: VirtualServer | null): number {
    if (server?.toolSearch === 'on') return 0
    return server?.toolSearch === 'off' ? Number.POSITIVE_INFINITY : this.#parts.searchAbove()
  }

  #namesOf(server: VirtualServer | null): Named {
    const key = server?.slug ?? null
    const catalogue = this.#parts.catalogue.tools()
    const known = this.#named.get(key)
    const isSame = known?.catalogue === catalogue && known.bearers === this.#parts.bearers()
    if (isSame && known.server === server) return known
    const made = this.#nameAll(server, catalogue)
    this.#named.set(key, made)
    return made
  }

  #nameAll(server: VirtualServer | null, catalogue: ReadonlyMap<string, Tool>): Named {
    const sourceOf = (id: string) => this.#sourceOf(id)
    const bearers = this.#parts.bearers()
    const tools = server ? chosenTools(server, { catalogue, bearers, sourceOf }) : catalogue
    const items = server ? chosenItems(server, sourceOf) : nameItems(everything(this.#parts.catalogue.sources()))
    let search: ToolSearch | undefined
    return { server, catalogue, bearers, tools, items, search: () => (search ??= new ToolSearch(tools)) }
  }

  #sourceOf(id: string): ToolSource | undefined {
    return this.#parts.catalogue.source(id)
  }
}

const everything = (sources: readonly ToolSource[]) =>
  sources.flatMap((source) => {
    const items = source.items?.()
    return items ? [{ source, items }] : []
  })

function isFor(actor: Actor, { leastRole }: VirtualServer): boolean {
  if (actor.kind === 'anonymous') return false
  return actor.kind === 'system' || isAtLeast(actor.role, leastRole)
}
