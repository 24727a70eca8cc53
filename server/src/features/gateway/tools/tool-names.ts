import { createHash } from 'node:crypto'

/** What clients take: 64 letters (Claude, VS Code); MCP itself would allow 128. */
export const longestName = 64

/** A name that every client takes: other letters become `_`, and what is too long ends in a hash that stays the same. */
export function safeName(name: string): string {
  const clean = name.replaceAll(/[^A-Za-z0-9_.-]/g, '_')
  if (clean.length > 0 && clean.length <= longestName) return clean
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${clean.slice(0, longestName - 9) || 'tool'}_${hash}`
}

export type TakenNames = Pick<ReadonlySet<string>, 'has'>

/** What names are compared by: two that differ in capitals only are one to every reader, and to some clients. */
export const asRead = (name: string): string => name.toLowerCase()

/** Names that are given one after the other. */
export class NamesInUse implements TakenNames {
  readonly #names: Set<string>

  constructor(names: Iterable<string> = []) {
    this.#names = new Set([...names].map(asRead))
  }

  has(name: string): boolean {
    return this.#names.has(asRead(name))
  }

  add(name: string): void {
    this.#names.add(asRead(name))
  }
}

/** What the search of tools is called wherever it is offered, so that no tool hides behind it. */
export const reservedNames: readonly string[] = ['search_tools', 'call_tool']

/**
 * Gives every tool of the installation one name. The first source keeps its names; a later tool whose name is taken is
 * prefixed with its source's. The order of sources decides, never the order of arrival, so names stay the same.
 */
export function giveNames<Item extends { readonly prefix: string; readonly name: string }>(
  items: readonly Item[],
  reserved: Iterable<string> = [],
): Map<string, Item> {
  const named = new Map<string, Item>()
  const taken = new NamesInUse(reserved)
  for (const item of items) {
    const name = nameFor(item, taken)
    taken.add(name)
    named.set(name, item)
  }
  return named
}

/** Its own name, or prefixed where that is taken. */
export function nameFor(item: { readonly prefix: string; readonly name: string }, taken: TakenNames): string {
  const plain = safeName(item.name)
  return taken.has(plain) ? freeName(`${item.prefix}_${item.name}`, taken) : plain
}

function freeName(wanted: string, taken: TakenNames): string {
  let name = safeName(wanted)
  for (let count = 2; taken.has(name); count++) name = safeName(`${wanted}_${count}`)
  return name
}
