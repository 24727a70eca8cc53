import { isAtLeast, mayRole, type Role } from '@bongsu/contract/permissions.ts'
import type { Actor } from '#kernel/operation.ts'
import type { ToolSource } from '../sources/contract.ts'
import { isMeantBy, type SourceTool, type Tool } from './tool.ts'
import { NamesInUse, nameFor, reservedNames } from './tool-names.ts'

/** Every tool of every source under its one name. Sources are few and name their tools rarely, so it is made anew only
 * when one of them has another list than before. */
export class ToolCatalogue {
  readonly #sources: () => readonly ToolSource[]
  readonly #heldNames: () => ReadonlySet<string>
  #held: ReadonlySet<string> = new Set()
  #lists: readonly (readonly SourceTool[])[] = []
  #tools: ReadonlyMap<string, Tool> = new Map()

  /** `heldNames`: those that stand for tools which were given them for good; the same set as long as nothing changes. */
  constructor(sources: () => readonly ToolSource[], heldNames: () => ReadonlySet<string>) {
    this.#sources = sources
    this.#heldNames = heldNames
  }

  /** In the order of sources, each in its own: the same list as long as nothing changes (prompt caches hit). */
  tools(): ReadonlyMap<string, Tool> {
    const sources = this.#sources()
    const lists = sources.map((source) => source.tools())
    const isSame = lists.length === this.#lists.length && lists.every((list, at) => list === this.#lists[at])
    const held = this.#heldNames()
    if (isSame && held === this.#held) return this.#tools
    this.#lists = lists
    this.#held = held
    this.#tools = nameTools(sources, lists, held)
    return this.#tools
  }

  sources(): readonly ToolSource[] {
    return this.#sources()
  }

  source(id: string): ToolSource | undefined {
    return this.#sources().find((source) => source.id === id)
  }
}

/** A name that was given for good is its tool's, also where the product has got a tool of that name since. */
function nameTools(
  sources: readonly ToolSource[],
  lists: readonly (readonly SourceTool[])[],
  held: ReadonlySet<string>,
) {
  const taken = new NamesInUse([...reservedNames, ...held])
  const named = new Map<string, Tool>()
  sources.forEach((source, at) => {
    for (const tool of lists[at] ?? []) {
      const name = tool.givenName ?? nameFor({ prefix: source.prefix ?? source.id, name: tool.name }, taken)
      taken.add(name)
      named.set(name, { ...tool, name, sourceId: source.id, nameInSource: tool.name, leastRole: source.leastRole })
    }
  })
  return named
}

/** Whether a role may use a tool at all. */
export const mayUseWith = (role: Role, { access, leastRole }: Pick<Tool, 'access' | 'leastRole'>): boolean =>
  mayRole(role, 'tools.call') && mayRole(role, access) && (leastRole === undefined || isAtLeast(role, leastRole))

/**
 * Whether the actor sees and may call a tool. The role must; a token must be made for tools too. A tool on a token's own
 * list is granted with that; a token without a list needs the scope that the tool's effect asks for.
 */
export function mayUse(actor: Actor, tool: Tool): boolean {
  if (actor.kind === 'anonymous') return false
  if (actor.kind === 'system') return true
  if (!mayUseWith(actor.role, tool)) return false
  if (actor.kind === 'person') return true
  if (!actor.scopes.includes('tools')) return false
  if (tool.isListing) return true
  if (actor.tools !== null) return actor.tools.some((name) => isMeantBy(tool, name))
  return actor.scopes.includes(tool.effect === 'read' ? 'read' : 'write')
}

/**
 * Whether the actor may use what a source has besides tools. A token with a list of tools was made for those and nothing
 * else; one without needs the scope `read`.
 */
export function mayUseItems(actor: Actor, source: ToolSource): boolean {
  if (actor.kind === 'anonymous') return false
  if (actor.kind === 'system') return true
  if (!mayRole(actor.role, 'tools.call')) return false
  if (source.leastRole && !isAtLeast(actor.role, source.leastRole)) return false
  if (actor.kind === 'person') return true
  return actor.scopes.includes('tools') && actor.tools === null && actor.scopes.includes('read')
}
