import { type Text, text } from '@bongsu/contract/text.ts'
import { day } from '#kernel/clock.ts'
import type { Notice } from '../../outcome.ts'

/** Days before the end at which people are told, once each. */
export const expiryTiers = [30, 14, 7, 3, 1, 0] as const
export type ExpiryTier = (typeof expiryTiers)[number] | 'expired'

/** Whole days left; negative once it is over. On the last day it is 0. */
export const daysLeft = (expiresAt: number, now: number): number => Math.floor((expiresAt - now) / day)

/** The nearest tier that has been reached, or null while there is time. */
export function tierOf(days: number): ExpiryTier | null {
  if (days < 0) return 'expired'
  return [...expiryTiers].reverse().find((tier) => days <= tier) ?? null
}

const severities: Readonly<Record<ExpiryTier, Notice['severity']>> = {
  30: 'info',
  14: 'warning',
  7: 'warning',
  3: 'critical',
  1: 'critical',
  0: 'critical',
  expired: 'critical',
}

/** The news of a tier, keyed by what expires: a renewed certificate begins anew. */
export function expiryNotice(what: 'ssl' | 'domain', id: string, days: number, message: Text): Notice[] {
  const tier = tierOf(days)
  if (tier === null) return []
  return [
    {
      type: tier === 'expired' ? `${what}_expired` : `${what}_expiring`,
      key: `${id}:${tier}`,
      severity: severities[tier],
      message,
    },
  ]
}

export const daysText = (days: number): Text =>
  days === 0 ? text('오늘', 'today') : text(`${days}일 뒤`, `in ${days} day${days === 1 ? '' : 's'}`)
