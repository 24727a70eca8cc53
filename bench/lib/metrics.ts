import type { Server } from './processes.ts'

const scrape = async ({ url }: Server): Promise<string[]> => {
  const answer = await fetch(`${url}/metrics`)
  return (await answer.text()).split('\n')
}

const figureOf = (line: string): number => Number(line.slice(line.lastIndexOf(' ') + 1))

/** The sum of each Prometheus series over all its labels, all from one moment. */
export async function metrics(server: Server, names: readonly string[]): Promise<number[]> {
  const lines = await scrape(server)
  return names.map((name) =>
    lines
      .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
      .reduce((sum, line) => sum + figureOf(line), 0),
  )
}

export const metric = async (server: Server, name: string): Promise<number> => (await metrics(server, [name]))[0] ?? 0

/** Upper bounds of the buckets of a histogram, and how many values were at or below each. */
export type BucketCounts = ReadonlyMap<number, number>

export async function histogramCounts(server: Server, name: string): Promise<BucketCounts> {
  const counts = new Map<number, number>()
  for (const line of await scrape(server)) {
    const bound = new RegExp(`^${name}_bucket\\{.*le="([^"]+)"`).exec(line)?.[1]
    if (bound === undefined) continue
    const limit = bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound)
    counts.set(limit, (counts.get(limit) ?? 0) + figureOf(line))
  }
  return counts
}

/** A quantile of what came between two scrapes, as the upper bound of its bucket. */
export function quantileOf(before: BucketCounts, after: BucketCounts, q: number): number {
  const between = (limit: number) => (after.get(limit) ?? 0) - (before.get(limit) ?? 0)
  const total = between(Number.POSITIVE_INFINITY)
  return [...after.keys()].sort((a, b) => a - b).find((limit) => between(limit) >= q * total) ?? Number.NaN
}
