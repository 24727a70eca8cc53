/**
 * Kinds whose target expires (certificate, domain) say so in their evidence as `expires_at`, an ISO time. It is kept in a
 * column of its own, so that "what expires soon" is one short read however many monitors there are.
 */
export function expiryOf(evidence: Readonly<Record<string, unknown>>): number | null {
  const value = evidence.expires_at
  if (typeof value !== 'string') return null
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : at
}
