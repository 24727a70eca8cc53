import type { Effect } from '#kernel/operation.ts'
import type { Db, SqlValue, Tx } from '#platform/db/contract.ts'
import { holdNames } from '../tools/name-store.ts'
import type { Json } from '../tools/tool.ts'
import { asRead } from '../tools/tool-names.ts'
import type { Problem, ToolStanding, UpstreamTool } from './upstream.ts'

interface ToolRow {
  upstream_id: number
  name: string
  place: number
  offered: string | null
  offered_hash: string | null
  approved: string | null
  approved_hash: string | null
  rejected_hash: string | null
  problems: string
  given_name: string | null
  alias: string | null
  effect: Effect | null
  changed_at: number
  approved_at: number | null
  approved_by: string | null
}

/** Safe because only this file writes the JSON columns. */
const json = (column: string | null): Json | null => (column === null ? null : (JSON.parse(column) as Json))

const toolOf = (row: ToolRow): UpstreamTool => ({
  name: row.name,
  place: row.place,
  offered: json(row.offered),
  offeredHash: row.offered_hash,
  approved: json(row.approved),
  approvedHash: row.approved_hash,
  rejectedHash: row.rejected_hash,
  problems: JSON.parse(row.problems) as Problem[],
  givenName: row.given_name,
  alias: row.alias,
  effect: row.effect,
  changedAt: row.changed_at,
  approvedAt: row.approved_at,
  approvedBy: row.approved_by,
})

export const toolsOf = async (db: Db, upstreamId: number): Promise<UpstreamTool[]> =>
  (await db.all<ToolRow>('select * from upstream_tool where upstream_id = ? order by place, name', [upstreamId])).map(
    toolOf,
  )

/** How the tools of every server stand, without what they say of themselves. */
export async function allStandings(db: Db): Promise<Map<number, ToolStanding[]>> {
  const rows = await db.all<
    Pick<ToolRow, 'upstream_id' | 'offered_hash' | 'approved_hash' | 'rejected_hash' | 'problems'>
  >('select upstream_id, offered_hash, approved_hash, rejected_hash, problems from upstream_tool')
  const standings = new Map<number, ToolStanding[]>()
  for (const row of rows) {
    const standing = {
      offeredHash: row.offered_hash,
      approvedHash: row.approved_hash,
      rejectedHash: row.rejected_hash,
      problems: JSON.parse(row.problems) as Problem[],
    }
    standings.set(row.upstream_id, [...(standings.get(row.upstream_id) ?? []), standing])
  }
  return standings
}

/** Whether a tool of some upstream server bears this name now, also one that is removed but not yet for good. */
export const isBorne = async (db: Db, name: string): Promise<boolean> =>
  (await db.all('select 1 from upstream_tool where lower(given_name) = ?', [asRead(name)])).length > 0

const columns = {
  upstream_id: 'bigint',
  name: 'text',
  place: 'integer',
  offered: 'text',
  offered_hash: 'text',
  approved: 'text',
  approved_hash: 'text',
  rejected_hash: 'text',
  problems: 'text',
  given_name: 'text',
  alias: 'text',
  effect: 'text',
  changed_at: 'bigint',
  approved_at: 'bigint',
  approved_by: 'text',
} as const

const others = Object.keys(columns).filter((column) => column !== 'upstream_id' && column !== 'name')

const stored = (value: Json | null): string | null => value && JSON.stringify(value)

/** Whoever is given a name has it for good: it is written down with the tool, so that nobody can forget to. */
export async function saveTools(tx: Tx, upstreamId: number, tools: readonly UpstreamTool[]): Promise<void> {
  const rows = tools.map((tool): SqlValue[] => [
    upstreamId,
    tool.name,
    tool.place,
    stored(tool.offered),
    tool.offeredHash,
    stored(tool.approved),
    tool.approvedHash,
    tool.rejectedHash,
    JSON.stringify(tool.problems),
    tool.givenName,
    tool.alias,
    tool.effect,
    tool.changedAt,
    tool.approvedAt,
    tool.approvedBy,
  ])
  await tx.insertMany(
    'upstream_tool',
    columns,
    rows,
    `on conflict (upstream_id, name) do update set ${others.map((column) => `${column} = excluded.${column}`).join(', ')}`,
  )
  await holdNames(tx, tools.flatMap(namesHeld(upstreamId)))
}

const namesHeld =
  (upstreamId: number) =>
  ({ name: tool, givenName: name }: UpstreamTool) =>
    name === null ? [] : [{ name, upstreamId, tool }]

/** What stood at another address is offered nowhere until the new one has listed it; what was approved of it is kept. */
export const forgetOffers = (tx: Tx, upstreamId: number, at: number): Promise<number> =>
  tx.run(
    `update upstream_tool set offered = null, offered_hash = null, problems = '[]', changed_at = ?
     where upstream_id = ? and offered_hash is not null`,
    [at, upstreamId],
  )

export async function deleteTools(tx: Tx, upstreamId: number, names: readonly string[]): Promise<void> {
  for (const name of names)
    await tx.run('delete from upstream_tool where upstream_id = ? and name = ?', [upstreamId, name])
}
