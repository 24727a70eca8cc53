import { text } from '@bongsu/contract/text.ts'
import { type Clock, day } from '#kernel/clock.ts'
import type { Job } from '#kernel/room.ts'
import type { Database } from '#platform/db/contract.ts'
import { forgetRunsBefore } from './job-store.ts'

const keptDays = 90

export const forgetJobRuns = ({ database, clock }: { database: Database; clock: Clock }): Job => ({
  name: 'forget-job-runs',
  title: text('오래된 작업 이력 정리', 'Clean up the history of jobs'),
  when: { cron: '40 3 * * *' },
  run: async () => ({ deleted: await forgetRunsBefore(database, clock.now() - keptDays * day) }),
})
