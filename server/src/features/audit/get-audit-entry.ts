import { auditEntryView } from '@bongsu/contract/audit.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { notFound } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { findLine } from './audit-store.ts'
import { auditEntryToView } from './audit-view.ts'

export const getAuditEntry = operation({
  name: 'get-audit-entry',
  summary: text('감사 기록 한 건을 자세히 조회합니다.', 'Shows one line of the audit record.'),
  access: 'audit.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/audit/{id}' },
  input: z.strictObject({ id: z.int().min(1) }),
  output: auditEntryView,
  async run(ctx, { id }) {
    const line = await findLine(ctx.db, id)
    if (!line) throw notFound(text('감사 기록', 'The audit entry'))
    return auditEntryToView(line)
  },
})
