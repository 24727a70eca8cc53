import { historyStrips } from '@bongsu/contract/results.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { isoTime } from '#kernel/clock.ts'
import { operation } from '#platform/operations/operation.ts'
import { newestResults } from './strip-store.ts'

export const getHistoryStrips = operation({
  name: 'get-history-strips',
  summary: text(
    '여러 모니터의 최근 점검 결과를 한 번에 조회합니다.',
    'Shows the newest results of several monitors at once.',
  ),
  access: 'projects.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/history-strips' },
  input: z.strictObject({
    monitor_ids: z.array(z.coerce.number().int().min(1)).min(1).max(100).describe('Ids, separated by commas'),
    slots: z.int().min(1).max(100).default(30).describe('Results per monitor'),
  }),
  output: historyStrips,
  async run(ctx, { monitor_ids, slots }) {
    const ids = [...new Set(monitor_ids)]
    const found = await newestResults(ctx.db, ids, slots)
    return {
      items: ids.map((id) => ({
        monitor_id: id,
        slots: (found.get(id) ?? []).map((result) => ({
          slot_at: isoTime(result.slotAt),
          state: result.inMaintenance ? ('maintenance' as const) : result.state,
          duration_ms: result.durationMs,
        })),
      })),
    }
  },
})
