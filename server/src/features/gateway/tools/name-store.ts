import type { Db, Tx } from '#platform/db/contract.ts'
import { asRead, NamesInUse, reservedNames, type TakenNames } from './tool-names.ts'

/** Whom a name stands for: a tool of an upstream server as that calls it, or one of the product itself. */
export interface NameHolder {
  readonly upstreamId: number
  readonly tool: string
}

/** Stands for the product where an upstream server's id is asked for. */
export const product = 0

interface NameRow {
  readonly name: string
  readonly upstream_id: number
  readonly tool: string
}

const columns = { name: 'text', upstream_id: 'bigint', tool: 'text' } as const

/** From now on these names stand for these tools, whatever becomes of them. */
export const holdNames = (tx: Tx, held: readonly (NameHolder & { readonly name: string })[]): Promise<number> =>
  tx.insertMany(
    'tool_name',
    columns,
    held.map(({ name, upstreamId, tool }) => [name, upstreamId, tool]),
    'on conflict (name) do update set upstream_id = excluded.upstream_id, tool = excluded.tool',
  )

/** The same for tools of the product. A name that stood for another tool before the product had one of it stays that one's. */
export const holdOwnNames = (tx: Tx, names: Iterable<string>): Promise<number> =>
  tx.insertMany(
    'tool_name',
    columns,
    [...names].sort().map((name) => [name, product, name]),
    'on conflict (name) do nothing',
  )

export const allNames = (db: Db): Promise<NameRow[]> =>
  db.all('select name, upstream_id, tool from tool_name order by name')

/** Names that stand for one server's tools, by the tool. */
export async function namesOfUpstream(db: Db, upstreamId: number): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await db.all<NameRow>('select name, tool from tool_name where upstream_id = ? order by name', [
    upstreamId,
  ])
  const byTool = Map.groupBy(rows, ({ tool }) => tool)
  return new Map([...byTool].map(([tool, held]) => [tool, held.map(({ name }) => name)]))
}

/** Which names are free for whom: one that ever stood for a tool is free for that tool only. */
export class NameBook {
  readonly #reserved: TakenNames
  /** By the name as it is read. */
  readonly #holders: Map<string, string>

  private constructor(reserved: TakenNames, holders: Map<string, string>) {
    this.#reserved = reserved
    this.#holders = holders
  }

  static async read(db: Db, ownNames: Iterable<string>): Promise<NameBook> {
    const names = await allNames(db)
    const held = names.map(({ name, upstream_id, tool }) => [asRead(name), keyOf(upstream_id, tool)] as const)
    return new NameBook(new NamesInUse([...reservedNames, ...ownNames]), new Map(held))
  }

  /** What this tool may not be called. */
  takenFor({ upstreamId, tool }: NameHolder): TakenNames {
    const key = keyOf(upstreamId, tool)
    return { has: (name) => this.#reserved.has(name) || (this.#holders.get(asRead(name)) ?? key) !== key }
  }

  isReserved(name: string): boolean {
    return this.#reserved.has(name)
  }

  hold(name: string, { upstreamId, tool }: NameHolder): void {
    this.#holders.set(asRead(name), keyOf(upstreamId, tool))
  }
}

const keyOf = (upstreamId: number, tool: string): string => `${upstreamId}\n${tool}`
