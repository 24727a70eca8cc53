import { text } from '@bongsu/contract/text.ts'
import { type Clock, day } from '#kernel/clock.ts'
import type { Job } from '#kernel/room.ts'
import type { Database } from '#platform/db/contract.ts'
import { takeTurn } from '#platform/db/take-turn.ts'
import { purgeServers } from './servers/server-store.ts'
import { purgeUpstream, removedBefore } from './upstreams/upstream-store.ts'

/** So long can what was removed be brought back. */
const keptDays = 30

export const purgeRemoved = ({ database, clock }: { database: Database; clock: Clock }): Job => ({
  name: 'purge-removed-servers',
  title: text('제거된 외부 MCP 서버와 가상 서버 정리', 'Purging removed upstream and virtual servers'),
  when: { cron: '30 3 * * *' },
  async run(signal) {
    const before = clock.now() - keptDays * day
    let upstreams = 0
    for (const { id } of await removedBefore(database, before)) {
      if (signal.aborted) break
      const isGone = await database.transaction(async (tx) => {
        await takeTurn(tx, 'upstreams')
        return purgeUpstream(tx, id, before)
      })
      if (isGone) upstreams += 1
    }
    return { upstreams, virtual_servers: await database.transaction((tx) => purgeServers(tx, before)) }
  },
})
