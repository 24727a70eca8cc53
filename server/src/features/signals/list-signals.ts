import { signalView } from '@bongsu/contract/signals.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { isoTime } from '#kernel/clock.ts'
import { operation } from '#platform/operations/operation.ts'
import { requireMonitor } from './require-monitor.ts'
import { newestSignals } from './signal-store.ts'

export const listSignals = operation({
  name: 'list-signals',
  summary: text('모니터가 받은 신호를 최신순으로 조회합니다.', 'Lists the signals a monitor has got, newest first.'),
  access: 'projects.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/monitors/{id}/signals' },
  input: z.strictObject({ id: z.int().min(1), limit: z.int().min(1).max(100).default(20) }),
  output: z.object({ items: z.array(signalView) }),
  async run(ctx, { id, limit }) {
    await requireMonitor(ctx, id)
    const signals = await newestSignals(ctx.db, id, limit)
    return {
      items: signals.map((signal) => ({
        id: signal.id,
        sort: signal.sort,
        at: isoTime(signal.at),
        exit_code: signal.exitCode,
        run_ms: signal.runMs,
        body: signal.body,
        came_from: signal.cameFrom,
      })),
    }
  },
})
