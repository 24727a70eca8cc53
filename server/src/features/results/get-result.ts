import { resultDetail } from '@bongsu/contract/results.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { notFound } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { requireMonitor } from './require-monitor.ts'
import type { Evidence, Result } from './result.ts'
import { evidenceAt, latestLook, resultAt } from './result-store.ts'
import { resultToView } from './result-view.ts'

export const getResult = operation({
  name: 'get-result',
  summary: text(
    '점검 기록 하나를 근거와 함께 조회합니다. slot_at이 latest이면 가장 최근 기록입니다.',
    'Shows one result with its evidence. With slot_at = latest, the newest.',
  ),
  access: 'projects.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/monitors/{id}/results/{slot_at}' },
  input: z.strictObject({
    id: z.int().min(1),
    slot_at: z.union([z.iso.datetime({ offset: true }), z.literal('latest')]),
  }),
  output: resultDetail,
  async run(ctx, { id, slot_at }) {
    await requireMonitor(ctx, id)
    const latest = await latestLook(ctx.db, id)
    const slotAt = slot_at === 'latest' ? latest?.slotAt : Date.parse(slot_at)
    const found: (Result & Partial<Evidence>) | undefined =
      latest?.slotAt === slotAt ? latest : slotAt === undefined ? undefined : await resultAt(ctx.db, id, slotAt)
    if (!found) throw notFound(text('점검 기록', 'The result'))
    const evidence = found.message ? (found as Evidence) : await evidenceAt(ctx.db, id, found.slotAt)
    return {
      ...resultToView(found, evidence?.message, ctx.language),
      evidence: evidence?.evidence ?? null,
      assertions: evidence?.assertions ? [...evidence.assertions] : null,
    }
  },
})
