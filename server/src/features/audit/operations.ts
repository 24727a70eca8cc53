import type { AnyOperation } from '#platform/operations/operation.ts'
import { getAuditEntry } from './get-audit-entry.ts'
import { listAudit } from './list-audit.ts'
import { verifyAudit } from './verify-audit.ts'

export const auditOperations: readonly AnyOperation[] = [listAudit, getAuditEntry, verifyAudit]
