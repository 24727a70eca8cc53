import { call } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useTexts } from '#lib/i18n.ts'
import { channelsTexts } from './channels.i18n.ts'

/** Whatever changes a channel changes these answers. */
export const touched = ['list-channels', 'get-channel', 'list-deliveries'] as const

/** On and off; either can be taken back. */
export function useSwitchChannel() {
  const t = useTexts(channelsTexts)
  return useCommand('update-channel', {
    invalidates: touched,
    done: ({ name, is_enabled: isEnabled }) => t(isEnabled ? 'done.on' : 'done.off', { name }),
    undo: ({ id, is_enabled: isEnabled }) => call('update-channel', { id, is_enabled: !isEnabled }),
  })
}
