import { call } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useTexts } from '#lib/i18n.ts'
import { peopleTexts } from './people.i18n.ts'

/** Whatever changes a person changes these answers. */
export const touched = ['list-people', 'get-person'] as const

export function useApprove() {
  const t = useTexts(peopleTexts)
  return useCommand('approve-person', { invalidates: touched, done: ({ name }) => t('done.approved', { name }) })
}

export function useUnlock() {
  const t = useTexts(peopleTexts)
  return useCommand('unlock-person', { invalidates: touched, done: ({ name }) => t('done.unlocked', { name }) })
}

/** Switching somebody off or on again; either can be taken back. */
export function useEnable() {
  const t = useTexts(peopleTexts)
  return useCommand('update-person', {
    invalidates: touched,
    done: ({ name, is_enabled: isEnabled }) => t(isEnabled ? 'done.enabled' : 'done.disabled', { name }),
    undo: ({ id, is_enabled: isEnabled }) => call('update-person', { id, is_enabled: !isEnabled }),
  })
}
