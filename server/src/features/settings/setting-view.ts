import type { SettingView } from '@bongsu/contract/settings.ts'
import { isoTimeOrNull } from '#kernel/clock.ts'
import { jsonSchemaOf, type Setting } from './setting.ts'
import type { StoredSetting } from './setting-store.ts'
import type { SettingsRegistry } from './settings-registry.ts'

export function settingToView(
  registry: SettingsRegistry,
  setting: Setting,
  stored: StoredSetting | undefined,
): SettingView {
  const { key } = setting
  const secrets = registry.secretFields(key)
  const value = registry.sealedValue(key, stored)
  const shown = Object.fromEntries(Object.entries(value).filter(([field]) => !secrets.includes(field)))
  const defaults = Object.fromEntries(Object.entries(setting.default).filter(([field]) => !secrets.includes(field)))
  return {
    key,
    group: setting.group ?? 'rest',
    title: setting.title,
    help: setting.help,
    schema: jsonSchemaOf(setting),
    value: shown,
    default: defaults,
    has_secret: Object.fromEntries(secrets.map((field) => [field, Boolean(value[field])])),
    unreadable: secrets.filter((field) => !registry.isReadable(key, field, value[field])),
    pinned: Object.keys(registry.pinned(key)),
    is_default: stored === undefined,
    can_test: setting.test !== undefined,
    updated_at: isoTimeOrNull(stored?.updatedAt ?? null),
    updated_by: stored?.updatedBy ?? null,
  }
}
