import type { Tx } from '#platform/db/contract.ts'
import { NameBook } from '../tools/name-store.ts'
import { nameFor } from '../tools/tool-names.ts'
import { isCallable, type Upstream, type UpstreamTool } from './upstream.ts'

/**
 * Gives a name to each tool that may be called for the first time. It keeps it from then on, whatever other tools come
 * and go: a token's list of tools, a limit and the memory of an agent go by names.
 */
export async function giveNamesTo(
  tx: Tx,
  upstream: Pick<Upstream, 'id' | 'slug' | 'prefixes'>,
  tools: readonly UpstreamTool[],
  ownNames: ReadonlySet<string>,
): Promise<UpstreamTool[]> {
  if (!tools.some((tool) => tool.givenName === null && isCallable(tool))) return [...tools]
  const book = await NameBook.read(tx, ownNames)
  return tools.map((tool) => {
    if (tool.givenName !== null || !isCallable(tool)) return tool
    const holder = { upstreamId: upstream.id, tool: tool.name }
    const taken = book.takenFor(holder)
    const isFree = tool.alias !== null && !taken.has(tool.alias)
    const givenName = isFree ? (tool.alias as string) : nameFor(wantedName(upstream, tool), taken)
    book.hold(givenName, holder)
    return { ...tool, givenName }
  })
}

export const wantedName = ({ slug, prefixes }: Pick<Upstream, 'slug' | 'prefixes'>, { name }: UpstreamTool) => ({
  prefix: slug,
  name: prefixes === 'always' ? `${slug}_${name}` : name,
})
