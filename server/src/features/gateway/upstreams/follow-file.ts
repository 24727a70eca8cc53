import type { Clock } from '#kernel/clock.ts'
import type { Database, Tx } from '#platform/db/contract.ts'
import { takeTurn } from '#platform/db/take-turn.ts'
import type { Upstream } from './upstream.ts'
import { serverMeaningAnother } from './upstream-answers.ts'
import { upstreamsChanged } from './upstream-events.ts'
import type { UpstreamProgram } from './upstream-file.ts'
import { insertUpstream, lastWithSlug, liveUpstreams, saveUpstream, setRemoved } from './upstream-store.ts'

export interface FollowFileParts {
  readonly database: Database
  readonly clock: Clock
  readonly programs: ReadonlyMap<string, UpstreamProgram>
  warn(message: string): void
}

/**
 * Brings the stored servers in line with the file: what stands in it is there, and what no longer does stays, with its
 * approvals, but cannot be reached. Whoever writes the file may run programs here anyway, so its first list is approved.
 */
export async function followFile({ database, clock, programs, warn }: FollowFileParts): Promise<void> {
  await database.transaction(async (tx) => {
    await takeTurn(tx, 'upstreams')
    const known = new Map((await liveUpstreams(tx)).map((upstream) => [upstream.slug, upstream]))
    const changed: number[] = []
    for (const program of programs.values()) {
      const upstream = known.get(program.slug)
      if (upstream && !upstream.isFromFile) {
        warn(`upstreams.json: "${program.slug}" is the slug of a server made in the console, so this one is left out`)
        continue
      }
      if (!upstream) changed.push(...(await comesIn(tx, program, { clock, warn })))
      else if (!upstream.isInFile) changed.push((await saveUpstream(tx, upstream, { isInFile: true }, clock.now())).id)
    }
    for (const upstream of known.values()) {
      if (!upstream.isFromFile || !upstream.isInFile || programs.has(upstream.slug)) continue
      changed.push((await saveUpstream(tx, upstream, { isInFile: false }, clock.now())).id)
    }
    if (changed.length > 0) await tx.emit(upstreamsChanged, { upstreamIds: changed })
  })
}

/** One that was removed when it had left the file comes back as it was; else it is new. */
async function comesIn(tx: Tx, program: UpstreamProgram, { clock, warn }: Pick<FollowFileParts, 'clock' | 'warn'>) {
  const { slug } = program
  const last = await lastWithSlug(tx, slug)
  if (last?.isFromFile) {
    await setRemoved(tx, last.id, null)
    return [(await saveUpstream(tx, last, { isInFile: true }, clock.now())).id]
  }
  const server = await serverMeaningAnother(tx, slug)
  if (!server) return [(await insertUpstream(tx, draftOf(program), clock.now(), () => null)).id]
  warn(
    `upstreams.json: "${slug}" was a server made in the console that "${server.title}" chooses from, so this one is left out`,
  )
  return []
}

const draftOf = ({ slug, title }: UpstreamProgram): Omit<Upstream, 'id' | 'createdAt' | 'updatedAt'> => ({
  slug,
  title,
  kind: 'stdio',
  isFromFile: true,
  isInFile: true,
  url: null,
  credential: 'none',
  header: 'Authorization',
  scheme: 'bearer',
  secret: null,
  listerId: null,
  leastRole: 'user',
  tags: [],
  prefixes: 'on_collision',
  isEnabled: true,
  timeoutSeconds: null,
  approvesFirst: true,
  previewed: null,
  revision: 1,
})
