import { ActionIcon, Button, Tooltip, useComputedColorScheme } from '@mantine/core'
import { Moon, Sun } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLanguage, useTexts } from '#lib/i18n.ts'
import { usePageTitle } from '#lib/page-title.ts'
import { usePreferences } from '#lib/person-preferences.ts'
import { Mark } from '#ui/mark.tsx'
import { signInTexts } from './sign-in.i18n.ts'
import classes from './sign-in.module.css'

interface SignInLayoutProps {
  readonly title: string
  readonly text?: string
  readonly children: ReactNode
  /** Below the card: the way to the neighbouring page. */
  readonly foot?: ReactNode
}

/** One quiet column; language and theme are at hand before anybody is known. */
export function SignInLayout({ title, text, children, foot }: SignInLayoutProps) {
  const t = useTexts(signInTexts)
  usePageTitle(title)
  return (
    <div className={classes.page}>
      <main className={classes.column}>
        <div className={classes.brand}>
          <Mark size={34} />
          <div>
            <div className={classes.name}>{t('brand')}</div>
            <div className={classes.tagline}>{t('tagline')}</div>
          </div>
        </div>
        <div className={classes.card}>
          <h1 className={classes.title}>{title}</h1>
          {text && <p className={classes.text}>{text}</p>}
          {children}
        </div>
        {/* Its place is kept, so that nothing moves when we learn whether people may sign up. */}
        <p className={classes.foot}>{foot}</p>
      </main>
      <DeviceChoices />
    </div>
  )
}

function DeviceChoices() {
  const t = useTexts(signInTexts)
  const language = useLanguage()
  const scheme = useComputedColorScheme()
  const { change } = usePreferences()
  const themeLabel = scheme === 'dark' ? t('toLight') : t('toDark')
  const other = language === 'ko' ? 'en' : 'ko'
  return (
    <footer className={classes.choices}>
      <Button size="compact-sm" variant="subtle" color="gray" lang={other} onClick={() => change({ language: other })}>
        {t('otherLanguage')}
      </Button>
      <Tooltip label={themeLabel}>
        <ActionIcon aria-label={themeLabel} onClick={() => change({ theme: scheme === 'dark' ? 'light' : 'dark' })}>
          {scheme === 'dark' ? <Sun size={16} aria-hidden /> : <Moon size={16} aria-hidden />}
        </ActionIcon>
      </Tooltip>
    </footer>
  )
}
