import type { Tx } from '#platform/db/contract.ts'
import { giveNamesTo } from './give-names.ts'
import { saveTools, toolsOf } from './tool-store.ts'
import type { Upstream } from './upstream.ts'

/** Names all tools of a server anew, after an administrator changed how they are to be named. Aliases stay. */
export async function renameTools(tx: Tx, upstream: Upstream, ownNames: ReadonlySet<string>): Promise<void> {
  const tools = (await toolsOf(tx, upstream.id)).map((tool) => ({ ...tool, givenName: null }))
  // Their old names must be free before any of them is given again.
  await saveTools(tx, upstream.id, tools)
  await saveTools(tx, upstream.id, await giveNamesTo(tx, upstream, tools, ownNames))
}
