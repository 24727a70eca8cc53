import type { SourceItems, ToolSource } from '../sources/contract.ts'
import type { Json } from '../tools/tool.ts'
import { giveNames } from '../tools/tool-names.ts'
import type { Offered } from './contract.ts'

export interface NamedItems {
  readonly resources: readonly Offered[]
  readonly resourceTemplates: readonly Offered[]
  readonly prompts: readonly Offered[]
}

export interface ChosenItems {
  readonly source: ToolSource
  readonly items: SourceItems
}

/**
 * What several sources have besides tools, side by side. Addresses belong to whoever names them first, as they cannot be
 * renamed; prompts are named like tools.
 */
export function nameItems(chosen: readonly ChosenItems[]): NamedItems {
  const prompts = chosen.flatMap(({ source, items }) =>
    items.prompts.map((definition) => ({
      prefix: source.prefix ?? source.id,
      name: String(definition.name),
      source,
      definition,
    })),
  )
  return {
    resources: byAddress(chosen, 'resources', 'uri'),
    resourceTemplates: byAddress(chosen, 'resourceTemplates', 'uriTemplate'),
    prompts: [...giveNames(prompts)].map(([name, { source, name: nameInSource, definition }]) => ({
      sourceId: source.id,
      nameInSource,
      definition: { ...definition, name },
    })),
  }
}

function byAddress(chosen: readonly ChosenItems[], list: 'resources' | 'resourceTemplates', key: string): Offered[] {
  const first = new Map<string, Offered>()
  for (const { source, items } of chosen)
    for (const definition of items[list]) {
      const address = String((definition as Json)[key])
      if (!first.has(address)) first.set(address, { sourceId: source.id, nameInSource: address, definition })
    }
  return [...first.values()]
}
