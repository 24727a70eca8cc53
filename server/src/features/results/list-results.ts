import { resultPage } from '@bongsu/contract/results.ts'
import { outcomeStates } from '@bongsu/contract/states.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { invalidField } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { requireMonitor } from './require-monitor.ts'
import { messagesBetween, resultsBackwards } from './result-store.ts'
import { resultToView } from './result-view.ts'

const moment = z.iso.datetime({ offset: true })

export const listResults = operation({
  name: 'list-results',
  summary: text('모니터의 점검 기록을 최신순으로 조회합니다.', 'Lists the results of a monitor, newest first.'),
  access: 'projects.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/monitors/{id}/results' },
  input: z.strictObject({
    id: z.int().min(1),
    from: moment.optional().describe('Earliest slot, included'),
    to: moment.optional().describe('Latest slot, not included'),
    state: z.enum(outcomeStates).optional(),
    limit: z.int().min(1).max(500).default(50),
    cursor: z
      .string()
      .regex(/^\d{1,15}$/)
      .optional()
      .describe('next_cursor of the page before'),
  }),
  output: resultPage,
  async run(ctx, { id, from, to, state, limit, cursor }) {
    await requireMonitor(ctx, id)
    const earliest = from === undefined ? 0 : Date.parse(from)
    const latest = to === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(to)
    if (earliest > latest) throw invalidField('to', backwards)
    const before = cursor === undefined ? latest : Math.min(latest, Number(cursor))
    const results = await resultsBackwards(ctx.db, id, { from: earliest, before, state, most: limit })
    const [newest, oldest] = [results[0], results.at(-1)]
    const messages =
      newest && oldest ? await messagesBetween(ctx.db, id, oldest.slotAt, newest.slotAt) : new Map<number, Text>()
    return {
      items: results.map((result) => resultToView(result, messages.get(result.slotAt), ctx.language)),
      next_cursor: oldest && results.length === limit ? String(oldest.slotAt) : null,
    }
  },
})

const backwards = text('끝은 시작보다 앞설 수 없습니다.', 'The end must not come before the beginning.')
