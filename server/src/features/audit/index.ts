/**
 * Audit: the append-only record of who did what, through which door, and how it ended, each line chained to the one
 * before it by hash. Lines are written by the runner in the transaction of the verb they tell of.
 * It does not decide what is allowed, and it records no secrets (the runner leaves them out).
 */
import type { Clock } from '#kernel/clock.ts'
import type { Room } from '#kernel/room.ts'
import type { Tx } from '#platform/db/contract.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import type { AuditEntry, WriteAudit } from '#platform/operations/runner.ts'
import { appendLines } from './audit-store.ts'
import { auditOperations } from './operations.ts'

export { addAuditExport } from './export-audit.ts'

export interface AuditParts {
  readonly clock: Clock
}

export interface Audit {
  readonly room: Room<AnyOperation>
  readonly writeAudit: WriteAudit
  /** Many lines at once, in their order: for records that are written in batches. */
  writeAudits(tx: Tx, entries: readonly AuditEntry[]): Promise<void>
}

export function createAudit(parts: AuditParts): Audit {
  return {
    room: { name: 'audit', operations: auditOperations },
    writeAudit: (tx, entry) => appendLines(tx, [entry], parts.clock.now()),
    writeAudits: (tx, entries) => appendLines(tx, entries, parts.clock.now()),
  }
}
