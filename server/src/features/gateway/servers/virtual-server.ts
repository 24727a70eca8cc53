import type { Role } from '@bongsu/contract/permissions.ts'
import type { ServerChoice } from '@bongsu/contract/servers.ts'
import type { SourceItems, ToolSource } from '../sources/contract.ts'
import type { Json, Tool } from '../tools/tool.ts'
import { giveNames, reservedNames } from '../tools/tool-names.ts'
import type { Bearer } from '../upstreams/bearers.ts'
import { type ChosenItems, type NamedItems, nameItems } from './name-items.ts'

/** A choice of tools, resources and prompts under an address and names of its own. */
export interface VirtualServer {
  readonly id: number
  readonly slug: string
  readonly title: string
  readonly instructions: string | null
  readonly isEnabled: boolean
  /** Who is below this sees no such address. */
  readonly leastRole: Role
  readonly prefixes: 'on_collision' | 'always'
  readonly toolSearch: 'auto' | 'on' | 'off'
  readonly choices: readonly ServerChoice[]
  readonly createdAt: number
  readonly updatedAt: number
}

const isChosen = (chosen: 'all' | readonly string[], name: string): boolean => chosen === 'all' || chosen.includes(name)

export interface ChosenFrom {
  readonly catalogue: ReadonlyMap<string, Tool>
  /** Tools that were given a name, by source, also those that cannot be called now. */
  readonly bearers: ReadonlyMap<string, readonly Bearer[]>
  sourceOf(id: string): ToolSource | undefined
}

/**
 * The chosen tools under their names here, whoever asks: in the order of the choices, each source in its own order. What
 * is held back, switched off or removed keeps its place, so that its name is nobody else's meanwhile.
 */
export function chosenTools(
  { choices, prefixes }: Pick<VirtualServer, 'choices' | 'prefixes'>,
  { catalogue, bearers, sourceOf }: ChosenFrom,
): Map<string, Tool> {
  const bySource = Map.groupBy(catalogue.values(), ({ sourceId }) => sourceId)
  const items = choices.flatMap((choice) => {
    const there = bySource.get(choice.source) ?? []
    const absent = (bearers.get(choice.source) ?? []).filter(
      ({ name }) => !there.some(({ nameInSource }) => nameInSource === name),
    )
    const prefix = sourceOf(choice.source)?.prefix ?? absent[0]?.prefix ?? choice.source
    const named = (name: string, given: string | null | undefined) => {
      const alias = Object.hasOwn(choice.aliases, name) ? choice.aliases[name] : undefined
      const own = given ?? name
      return { prefix, name: alias ?? (prefixes === 'always' ? `${prefix}_${own}` : own) }
    }
    return [
      ...there.map((tool) => ({ ...named(tool.nameInSource, tool.alias), of: tool.nameInSource, tool })),
      ...absent.map(({ name, alias }) => ({ ...named(name, alias), of: name, tool: undefined })),
    ].filter(({ of }) => isChosen(choice.tools, of))
  })
  const named = [...giveNames(items, reservedNames)]
  return new Map(named.flatMap(([name, { tool }]) => (tool ? [[name, tool] as const] : [])))
}

export function chosenItems(
  { choices }: Pick<VirtualServer, 'choices'>,
  sourceOf: (id: string) => ToolSource | undefined,
): NamedItems {
  const chosen = choices.flatMap((choice): ChosenItems[] => {
    const source = sourceOf(choice.source)
    const items = source?.items?.()
    return source && items ? [{ source, items: filtered(choice, items) }] : []
  })
  return nameItems(chosen)
}

function filtered({ resources, prompts }: ServerChoice, items: SourceItems): SourceItems {
  const named = (list: readonly Json[], key: string, chosen: 'all' | readonly string[]) =>
    list.filter((item) => isChosen(chosen, String(item[key])))
  return {
    resources: named(items.resources, 'uri', resources),
    resourceTemplates: named(items.resourceTemplates, 'uriTemplate', resources),
    prompts: named(items.prompts, 'name', prompts),
  }
}
