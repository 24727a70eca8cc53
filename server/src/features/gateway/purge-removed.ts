import { text } from '@bongsu/contract/text.ts'
import { type Clock, day } from '#kernel/clock.ts'
import type { Job } from '#kernel/room.ts'
import type { Database, Tx } from '#platform/db/contract.ts'
import { takeTurn } from '#platform/db/take-turn.ts'
import { serversChanged } from './servers/server-events.ts'
import { dropChoices, purgeServers } from './servers/server-store.ts'
import { upstreamSourceId } from './sources/upstream-source.ts'
import { isSlugKnown, purgeUpstream, removedBefore } from './upstreams/upstream-store.ts'

/** So long can what was removed be brought back. */
const keptDays = 30

export const purgeRemoved = ({ database, clock }: { database: Database; clock: Clock }): Job => ({
  name: 'purge-removed-servers',
  title: text('제거된 외부 MCP 서버와 가상 서버 정리', 'Purging removed upstream and virtual servers'),
  when: { cron: '30 3 * * *' },
  async run(signal) {
    const before = clock.now() - keptDays * day
    let upstreams = 0
    for (const { id, slug } of await removedBefore(database, before)) {
      if (signal.aborted) break
      const isGone = await database.transaction(async (tx) => {
        await takeTurn(tx, 'upstreams')
        if (!(await purgeUpstream(tx, id, before))) return false
        if (!(await isSlugKnown(tx, slug))) await forgetSource(tx, upstreamSourceId(slug), clock.now())
        return true
      })
      if (isGone) upstreams += 1
    }
    return { upstreams, virtual_servers: await database.transaction((tx) => purgeServers(tx, before)) }
  },
})

/** What its tools were called stays theirs for good; who chose from it by its slug would mean the next one of that slug. */
async function forgetSource(tx: Tx, source: string, at: number): Promise<void> {
  await takeTurn(tx, 'virtual-servers')
  for (const serverId of await dropChoices(tx, source, at)) await tx.emit(serversChanged, { serverId })
}
