import type { Language } from '@bongsu/contract/text.ts'
import { type MantineColorScheme, type MantineColorSchemeManager, useMantineColorScheme } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call } from './api.ts'
import { showError } from './command.ts'
import { setLanguage } from './i18n.ts'
import { type Me, useMe } from './me.ts'
import { setZone, store, stored, type Theme, themes } from './preferences.ts'

/** The component library calls "system" `auto`. */
const toScheme = (theme: Theme): MantineColorScheme => (theme === 'system' ? 'auto' : theme)
const toTheme = (scheme: MantineColorScheme): Theme => (scheme === 'auto' ? 'system' : scheme)

/** Keeps the theme under the key that `public/early.js` reads before the first paint; follows other tabs. */
export function colorSchemeManager(): MantineColorSchemeManager {
  let onStorage: ((event: StorageEvent) => void) | undefined
  return {
    get: (fallback) => {
      const theme = stored('theme', themes)
      return theme === undefined ? fallback : toScheme(theme)
    },
    set: (scheme) => store('theme', toTheme(scheme)),
    subscribe: (onUpdate) => {
      onStorage = (event) => {
        if (event.key === 'bongsu.theme' && themes.includes(event.newValue as Theme))
          onUpdate(toScheme(event.newValue as Theme))
      }
      window.addEventListener('storage', onStorage)
    },
    unsubscribe: () => onStorage && window.removeEventListener('storage', onStorage),
    clear: () => store('theme', 'system'),
  }
}

export interface PersonPreferences {
  readonly theme?: Theme
  readonly language?: Language
  readonly time_zone?: string
}

/** Applies to this device at once. */
function useApply(): (preferences: PersonPreferences) => void {
  const { setColorScheme } = useMantineColorScheme()
  return ({ theme, language, time_zone }) => {
    if (theme) setColorScheme(toScheme(theme))
    if (language) {
      setLanguage(language)
      store('language', language)
    }
    if (time_zone) setZone(time_zone)
  }
}

/** What the person chose wherever they were signed in before holds here as well. */
export function useFollowPerson(me: Me | undefined): void {
  const apply = useApply()
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows what the server says, not what this device does
  useEffect(() => {
    if (me) apply(me)
  }, [me?.theme, me?.language, me?.time_zone])
}

/** The theme of this device, and a way to change preferences: at once here, and on the server for a signed-in person. */
export function usePreferences(): { theme: Theme; change(preferences: PersonPreferences): void } {
  const { colorScheme } = useMantineColorScheme()
  const apply = useApply()
  const me = useMe()
  const queries = useQueryClient()
  const save = useMutation({
    mutationFn: (preferences: PersonPreferences) => call('update-my-settings', preferences),
    onSuccess: () =>
      queries.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[0] === 'get-me' || queryKey[0] === 'get-my-settings',
      }),
    onError: showError,
  })
  return {
    theme: toTheme(colorScheme),
    change: (preferences) => {
      apply(preferences)
      if (me) save.mutate(preferences)
    },
  }
}
