import { Languages, LogOut, Monitor, Moon, Sun } from 'lucide-react'
import { useTexts } from '#lib/i18n.ts'
import { usePreferences } from '#lib/person-preferences.ts'
import type { SearchHit } from '#lib/search.ts'
import { appTexts } from '../app.i18n.ts'
import { useSignOut } from './use-sign-out.ts'

/** What ⌘K can do, besides going somewhere. Keywords are the words of the other language. */
export function useActions(): readonly (SearchHit & { readonly keywords: string })[] {
  const t = useTexts(appTexts)
  const { change } = usePreferences()
  const signOut = useSignOut()
  const words = (key: 'themeLight' | 'themeDark' | 'themeSystem' | 'toKorean' | 'toEnglish' | 'signOut') => ({
    id: key,
    label: t(`actions.${key}`),
    keywords: `${appTexts.ko.actions[key]} ${appTexts.en.actions[key]}`,
  })
  return [
    { ...words('themeLight'), icon: Sun, run: () => change({ theme: 'light' }) },
    { ...words('themeDark'), icon: Moon, run: () => change({ theme: 'dark' }) },
    { ...words('themeSystem'), icon: Monitor, run: () => change({ theme: 'system' }) },
    { ...words('toKorean'), icon: Languages, run: () => change({ language: 'ko' }) },
    { ...words('toEnglish'), icon: Languages, run: () => change({ language: 'en' }) },
    { ...words('signOut'), icon: LogOut, run: () => void signOut() },
  ]
}
