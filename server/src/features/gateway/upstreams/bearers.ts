import type { Db } from '#platform/db/contract.ts'
import { upstreamSourceId } from '../sources/upstream-source.ts'

/** A tool that was given a name once, whether it can be called now or not. */
export interface Bearer {
  /** As its server calls it. */
  readonly name: string
  readonly alias: string | null
  readonly prefix: string
}

interface BearerRow {
  readonly upstream_id: number
  readonly slug: string
  readonly deleted_at: number | null
  readonly name: string
  readonly alias: string | null
}

/**
 * By source, also those that are switched off, held back or removed: what a virtual server calls one of them, it calls
 * nothing else meanwhile. Of servers that had one slug after the other, the last one is meant.
 */
export async function bearersOf(db: Db): Promise<ReadonlyMap<string, readonly Bearer[]>> {
  const rows = await db.all<BearerRow>(
    `select t.upstream_id, u.slug, u.deleted_at, t.name, t.alias from upstream_tool t
     join upstream u on u.id = t.upstream_id where t.given_name is not null order by t.upstream_id, t.place, t.name`,
  )
  const bySource = Map.groupBy(rows, ({ slug }) => upstreamSourceId(slug))
  return new Map([...bySource].map(([source, some]) => [source, ofLast(some)]))
}

function ofLast(rows: readonly BearerRow[]): Bearer[] {
  const until = ({ deleted_at }: BearerRow): number => deleted_at ?? Number.POSITIVE_INFINITY
  const last = rows.reduce((a, b) => (until(b) >= until(a) ? b : a)).upstream_id
  return rows
    .filter(({ upstream_id }) => upstream_id === last)
    .map(({ name, alias, slug }) => ({ name, alias, prefix: slug }))
}
