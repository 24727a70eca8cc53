import { type Language, languages } from '@bongsu/contract/text.ts'
import { Menu } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { LogOut, UserRound } from 'lucide-react'
import { useLanguage, useTexts } from '#lib/i18n.ts'
import { useMe } from '#lib/me.ts'
import { usePreferences } from '#lib/person-preferences.ts'
import { type Theme, themes } from '#lib/preferences.ts'
import { appTexts } from '../app.i18n.ts'
import classes from './top-bar.module.css'
import { useSignOut } from './use-sign-out.ts'

export function PersonMenu() {
  const t = useTexts(appTexts)
  const me = useMe()
  const language = useLanguage()
  const preferences = usePreferences()
  const signOut = useSignOut()
  if (!me) return <span className={classes.person} aria-hidden />
  return (
    <Menu width={220}>
      <Menu.Target>
        <button type="button" className={classes.person} aria-label={t('person.menu', { name: me.name })}>
          {me.picture ? <img src={me.picture} alt="" /> : <span aria-hidden>{[...me.name][0]?.toUpperCase()}</span>}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className={classes.who}>
          <b>{me.name}</b>
          <span>{me.email}</span>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item component={Link} to="/me" leftSection={<UserRound size={15} aria-hidden />}>
          {t('person.myPage')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('person.theme')}</Menu.Label>
        <Menu.RadioGroup value={preferences.theme} onChange={(theme) => preferences.change({ theme: theme as Theme })}>
          {themes.map((theme) => (
            <Menu.RadioItem key={theme} value={theme} closeMenuOnClick={false}>
              {t(`theme.${theme}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{t('person.language')}</Menu.Label>
        <Menu.RadioGroup value={language} onChange={(code) => preferences.change({ language: code as Language })}>
          {languages.map((code) => (
            <Menu.RadioItem key={code} value={code} closeMenuOnClick={false}>
              {t(`language.${code}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={15} aria-hidden />} onClick={() => void signOut()}>
          {t('person.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
