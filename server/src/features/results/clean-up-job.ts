import { text } from '@bongsu/contract/text.ts'
import type { Job } from '#kernel/room.ts'
import { type CleanUpParts, cleanUpResults, type Retention } from './clean-up.ts'

export const cleanUpJob = (parts: CleanUpParts & { readonly retention: () => Retention }): Job => ({
  name: 'clean-up-results',
  title: text('오래된 점검 기록 정리', 'Cleaning up old results'),
  when: { cron: '20 3 * * *' },
  run: (signal) => cleanUpResults(parts, parts.retention(), { signal }),
})
