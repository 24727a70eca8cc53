import { Tooltip } from '@mantine/core'
import { useTexts } from '#lib/i18n.ts'
import type { Channel } from '#ui/alerts/alert-types.ts'
import { Tag } from '#ui/state-badge.tsx'
import { channelState } from './channel-state.ts'
import { channelsTexts } from './channels.i18n.ts'

const tones = {
  off: 'paused',
  cut: 'down',
  failing: 'down',
  dead: 'degraded',
  waiting: 'maintenance',
  unused: 'neutral',
} as const

/** The state of a channel, with the reason on hover where there is one. What works is said quietly. */
export function ChannelStateTag({ channel }: { readonly channel: Channel }) {
  const t = useTexts(channelsTexts)
  const state = channelState(channel)
  if (state.kind === 'well') return <span>{t('states.well')}</span>
  const words = 'count' in state ? t(`states.${state.kind}`, { count: state.count }) : t(`states.${state.kind}`)
  const reason =
    state.kind === 'cut'
      ? channel.disabled_reason
      : state.kind === 'failing' || state.kind === 'dead'
        ? channel.health.last_error
        : null
  const tag = <Tag tone={tones[state.kind]}>{words}</Tag>
  return reason === null ? tag : <Tooltip label={reason}>{tag}</Tooltip>
}
