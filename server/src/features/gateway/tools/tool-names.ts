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

/**
 * Gives every tool of the installation one name. The first source keeps its names; a later tool whose name is taken is
 * prefixed with its source's. The order of sources decides, never the order of arrival, so names stay the same.
 */
export function giveNames<Item extends { readonly prefix: string; readonly name: string }>(
  items: readonly Item[],
): Map<string, Item> {
  const named = new Map<string, Item>()
  for (const item of items) {
    const plain = safeName(item.name)
    const name = named.has(plain) ? freeName(`${item.prefix}_${item.name}`, named) : plain
    named.set(name, item)
  }
  return named
}

function freeName(wanted: string, taken: ReadonlyMap<string, unknown>): string {
  let name = safeName(wanted)
  for (let count = 2; taken.has(name); count++) name = safeName(`${wanted}_${count}`)
  return name
}
