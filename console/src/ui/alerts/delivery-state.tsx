import { useTexts } from '#lib/i18n.ts'
import { Tag } from '../state-badge.tsx'
import type { DeliveryState } from './alert-types.ts'
import { alertTexts } from './alerts.i18n.ts'

const tones = {
  pending: 'maintenance',
  claimed: 'maintenance',
  held: 'degraded',
  dead: 'down',
  merged: 'neutral',
  dropped: 'paused',
} as const

interface DeliveryStateTagProps {
  readonly state: DeliveryState
  /** Tries so far: one that waits after a try has failed once. */
  readonly attempts?: number
}

/** What became of a delivery. What arrived is said quietly. */
export function DeliveryStateTag({ state, attempts = 0 }: DeliveryStateTagProps) {
  const t = useTexts(alertTexts)
  if (state === 'delivered') return <span>{t('states.delivered')}</span>
  if (state === 'pending' && attempts > 0) return <Tag tone="degraded">{t('retrying')}</Tag>
  return <Tag tone={tones[state]}>{t(`states.${state}`)}</Tag>
}
