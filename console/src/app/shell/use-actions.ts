import { CheckCheck, Keyboard, KeyRound, Languages, LockKeyhole, LogOut, Monitor, Moon, Sun } from 'lucide-react'
import { useMarkAllRead } from '#features/notifications/notification-commands.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMay, useMayAccess } from '#lib/me.ts'
import { usePreferences } from '#lib/person-preferences.ts'
import type { SearchHit } from '#lib/search.ts'
import { appTexts } from '../app.i18n.ts'
import { useSignOut } from './use-sign-out.ts'

type Action = SearchHit & { readonly keywords: string }
type ActionKey = keyof typeof appTexts.ko.actions

/** What ⌘K can do, besides going to a page. Keywords are the words of the other language. */
export function useActions(onHelp: () => void): readonly Action[] {
  const t = useTexts(appTexts)
  const { change } = usePreferences()
  const signOut = useSignOut()
  const readAll = useMarkAllRead()
  const mayRead = useMay('mark-all-notifications-read')
  const mayConnect = useMayAccess()('tools.call')
  const words = (key: ActionKey) => ({
    id: key,
    label: t(`actions.${key}`),
    keywords: `${appTexts.ko.actions[key]} ${appTexts.en.actions[key]}`,
  })
  return [
    ...(mayRead ? [{ ...words('readAll'), icon: CheckCheck, run: () => readAll.mutate({}) }] : []),
    ...(mayConnect ? [{ ...words('token'), icon: KeyRound, to: '/me?tab=tokens' }] : []),
    { ...words('password'), icon: LockKeyhole, to: '/me?tab=security' },
    { ...words('themeLight'), icon: Sun, run: () => change({ theme: 'light' }) },
    { ...words('themeDark'), icon: Moon, run: () => change({ theme: 'dark' }) },
    { ...words('themeSystem'), icon: Monitor, run: () => change({ theme: 'system' }) },
    { ...words('toKorean'), icon: Languages, run: () => change({ language: 'ko' }) },
    { ...words('toEnglish'), icon: Languages, run: () => change({ language: 'en' }) },
    { ...words('keys'), icon: Keyboard, run: onHelp },
    { ...words('signOut'), icon: LogOut, run: () => void signOut() },
  ]
}
