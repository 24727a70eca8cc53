import { text } from '@bongsu/contract/text.ts'
import { type Clock, hour } from '#kernel/clock.ts'
import type { Job } from '#kernel/room.ts'
import type { Database } from '#platform/db/contract.ts'
import { deleteExpired } from './artifact-store.ts'

/** Files are large: more of them in one transaction would hold up the recorder. */
const mostAtOnce = 20

export const forgetArtifacts = ({ database, clock }: { database: Database; clock: Clock }): Job => ({
  name: 'forget-artifacts',
  title: text('오래된 화면과 실행 기록 정리', 'Cleaning up old pictures and recordings'),
  when: { everyMs: hour },
  async run(signal) {
    let deleted = 0
    for (let step = mostAtOnce; step === mostAtOnce && !signal.aborted; deleted += step) {
      step = await database.transaction((tx) => deleteExpired(tx, clock.now(), mostAtOnce))
    }
    return { deleted }
  },
})
