import type { Channel } from '#ui/alerts/alert-types.ts'

/** What to say of a channel at a glance; the worst first. */
export type ChannelState =
  | { readonly kind: 'off' }
  /** Switched off by us, because its receiver wants no more. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'failing'; readonly count: number }
  | { readonly kind: 'dead'; readonly count: number }
  | { readonly kind: 'waiting'; readonly count: number }
  | { readonly kind: 'unused' }
  | { readonly kind: 'well' }

export function channelState(channel: Pick<Channel, 'is_enabled' | 'disabled_reason' | 'health'>): ChannelState {
  const { is_enabled: isEnabled, disabled_reason: reason, health } = channel
  if (!isEnabled) return { kind: reason === null ? 'off' : 'cut' }
  if (health.consecutive_failures > 0) return { kind: 'failing', count: health.consecutive_failures }
  if (health.dead > 0) return { kind: 'dead', count: health.dead }
  if (health.waiting > 0) return { kind: 'waiting', count: health.waiting }
  return health.last_delivered_at === null ? { kind: 'unused' } : { kind: 'well' }
}
