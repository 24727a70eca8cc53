import { languages } from '@bongsu/contract/text.ts'
import { Input, SegmentedControl, Select, Switch } from '@mantine/core'
import { useMemo } from 'react'
import { useCommand } from '#lib/command.ts'
import { useFormat } from '#lib/format.ts'
import { useLanguage, useTexts } from '#lib/i18n.ts'
import type { Me } from '#lib/me.ts'
import { useNow } from '#lib/now.ts'
import { usePreferences } from '#lib/person-preferences.ts'
import { type Theme, themes, useZone } from '#lib/preferences.ts'
import { FormSection } from '#ui/form-section.tsx'
import { myPageTexts } from './my-page.i18n.ts'

const languageNames = { ko: '한국어', en: 'English' } as const

/** Small choices with an effect to be seen at once: no save button between a person and what they want to try. */
export function Preferences({ me }: { readonly me: Me }) {
  const t = useTexts(myPageTexts)
  const language = useLanguage()
  const { theme, change } = usePreferences()
  const save = useCommand('update-my-settings', {
    done: t('preferences.saved'),
    invalidates: ['get-me', 'get-my-settings'],
  })
  return (
    <>
      <FormSection title={t('preferences.look')} text={t('preferences.lookText')}>
        <Input.Wrapper label={t('preferences.theme')} labelElement="div">
          <div>
            <SegmentedControl
              aria-label={t('preferences.theme')}
              data={themes.map((value) => ({ value, label: t(`preferences.${value}`) }))}
              value={theme}
              onChange={(value) => change({ theme: value as Theme })}
            />
          </div>
        </Input.Wrapper>
        <Input.Wrapper label={t('preferences.language')} labelElement="div">
          <div>
            <SegmentedControl
              aria-label={t('preferences.language')}
              data={languages.map((value) => ({ value, label: languageNames[value] }))}
              value={language}
              onChange={(value) => change({ language: value as keyof typeof languageNames })}
            />
          </div>
        </Input.Wrapper>
        <ZoneField onChange={(zone) => change({ time_zone: zone })} />
      </FormSection>
      <FormSection title={t('preferences.alerts')} text={t('preferences.alertsText')}>
        <Switch
          label={t('preferences.email')}
          description={t('preferences.emailHint', { email: me.email })}
          checked={me.email_notifications}
          disabled={save.isPending}
          onChange={(event) => save.mutate({ email_notifications: event.currentTarget.checked })}
        />
      </FormSection>
    </>
  )
}

function ZoneField({ onChange }: { onChange(zone: string): void }) {
  const t = useTexts(myPageTexts)
  const format = useFormat()
  const zone = useZone()
  const now = useNow()
  const zones = useMemo(() => [...new Set(['Asia/Seoul', 'UTC', zone, ...Intl.supportedValuesOf('timeZone')])], [zone])
  return (
    <Select
      label={t('preferences.zone')}
      description={t('preferences.zoneHint', { time: format.time(now, 'minute') })}
      data={zones}
      value={zone}
      onChange={(value) => value && onChange(value)}
      searchable
      limit={80}
      allowDeselect={false}
      checkIconPosition="right"
    />
  )
}
