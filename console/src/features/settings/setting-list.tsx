import { Tooltip } from '@mantine/core'
import { useText, useTexts } from '#lib/i18n.ts'
import { SideList } from '#ui/side-list.tsx'
import { settingGroups } from './setting-groups.ts'
import type { Setting } from './setting-values.ts'
import { settingsTexts } from './settings.i18n.ts'
import classes from './settings.module.css'

interface SettingListProps {
  readonly settings: readonly Setting[]
  readonly current: string | undefined
}

export function SettingList({ settings, current }: SettingListProps) {
  const t = useTexts(settingsTexts)
  const read = useText()
  const groups = settingGroups.map((group) => ({
    title: t(`groups.${group}`),
    items: settings
      .filter((setting) => setting.group === group)
      .map((setting) => ({
        key: setting.key,
        label: read(setting.title),
        to: `/settings/${setting.key}`,
        ...(setting.is_default ? {} : { mark: <ChangedMark /> }),
      })),
  }))
  return <SideList label={t('list')} groups={groups.filter(({ items }) => items.length > 0)} current={current} />
}

function ChangedMark() {
  const t = useTexts(settingsTexts)
  return (
    <Tooltip label={t('changed')}>
      <span className={classes.dot} role="img" aria-label={t('changed')} />
    </Tooltip>
  )
}
