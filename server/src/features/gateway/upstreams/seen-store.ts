import { createHash } from 'node:crypto'
import type { Db } from '#platform/db/contract.ts'

/**
 * What of each server callers can tell apart, as a hash: whoever looks whether anything is other than before reads names
 * and hashes, and the definitions only of what is.
 */
export async function seenOfAll(db: Db): Promise<Map<number, string>> {
  const tools = await db.all<{ upstream_id: number }>(
    `select upstream_id, name, given_name, alias, effect, approved_hash, offered_hash, problems
     from upstream_tool order by upstream_id, place, name`,
  )
  const states = await db.all<{ upstream_id: number }>(
    'select upstream_id, capabilities, resources, resource_templates, prompts from upstream_state',
  )
  const names = await db.all<{ upstream_id: number }>(
    'select upstream_id, tool, name from tool_name where upstream_id > 0 order by upstream_id, tool, name',
  )
  const rows = Map.groupBy([...states, ...tools, ...names], ({ upstream_id }) => upstream_id)
  return new Map(
    [...rows].map(([id, ofUpstream]) => [id, createHash('sha256').update(JSON.stringify(ofUpstream)).digest('hex')]),
  )
}
