import { auditEntryView, auditFilter } from '@bongsu/contract/audit.ts'
import { pageInput, pageOf } from '@bongsu/contract/page.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { auditSearch } from './audit-search.ts'
import { searchLines } from './audit-store.ts'
import { auditEntryToView } from './audit-view.ts'

export const listAudit = operation({
  name: 'list-audit',
  summary: text('누가 무엇을 했는지의 기록을 최신순으로 조회합니다.', 'Lists who did what, newest first.'),
  access: 'audit.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/audit' },
  input: z.strictObject({ ...pageInput, ...auditFilter }),
  output: pageOf(auditEntryView),
  async run(ctx, input) {
    const { page, page_size } = input
    const found = await searchLines(ctx.db, auditSearch(input), page_size, (page - 1) * page_size)
    return { items: found.rows.map(auditEntryToView), total: found.total, page, page_size }
  },
})
