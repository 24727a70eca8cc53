import type { AuditEntryView } from '@bongsu/contract/audit.ts'
import { isoTime } from '#kernel/clock.ts'
import type { StoredAuditLine } from './audit-entry.ts'

export const auditEntryToView = (line: StoredAuditLine): AuditEntryView => ({
  ...line,
  at: isoTime(line.at),
  input: line.input === null ? null : JSON.parse(line.input),
  details: line.details === null ? null : JSON.parse(line.details),
})
