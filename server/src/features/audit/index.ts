/**
 * Audit: the append-only record of who did what, through which door, and how it ended, each line chained to the one
 * before it by hash. Lines are written by the runner in the transaction of the verb they tell of.
 * It does not decide what is allowed, and it records no secrets (the runner leaves them out).
 */
import type { Clock } from '#kernel/clock.ts'
import type { Room } from '#kernel/room.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import type { WriteAudit } from '#platform/operations/runner.ts'
import { appendLine } from './audit-store.ts'
import { auditOperations } from './operations.ts'

export { addAuditExport } from './export-audit.ts'

export interface AuditParts {
  readonly clock: Clock
}

export function createAudit(parts: AuditParts): { room: Room<AnyOperation>; writeAudit: WriteAudit } {
  return {
    room: { name: 'audit', operations: auditOperations },
    writeAudit: (tx, entry) => appendLine(tx, entry, parts.clock.now()),
  }
}
