import type { AuditSearch } from './audit-store.ts'

/** The wire filter with its times as moments. */
export const auditSearch = (
  filter: Omit<AuditSearch, 'from' | 'to'> & { from?: string | undefined; to?: string | undefined },
): AuditSearch => ({
  ...filter,
  from: filter.from === undefined ? undefined : Date.parse(filter.from),
  to: filter.to === undefined ? undefined : Date.parse(filter.to),
})
