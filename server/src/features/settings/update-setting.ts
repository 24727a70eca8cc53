import { settingView } from '@bongsu/contract/settings.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import type { Actor } from '#kernel/operation.ts'
import { operation } from '#platform/operations/operation.ts'
import { changeSetting } from './setting-change.ts'
import { findSettingToChange, type StoredSetting, saveSetting } from './setting-store.ts'
import { settingToView } from './setting-view.ts'
import { settingsChanged } from './settings-events.ts'
import { registryKey } from './settings-registry.ts'

export const updateSetting = operation({
  name: 'update-setting',
  summary: text(
    '시스템 설정을 바꿉니다. 보내지 않은 항목과 비밀 값은 그대로 둡니다.',
    'Changes a system setting. Fields and secrets that are left out stay as they are.',
  ),
  access: 'settings.write',
  effect: 'write',
  http: { method: 'PUT', path: '/api/v1/settings/{key}' },
  // Which fields are secret is the setting's own affair, so the audit line lists changes instead of the input.
  unrecorded: ['value'],
  input: z.strictObject({ key: z.string().max(100), value: z.record(z.string().max(100), z.unknown()) }),
  output: settingView,
  async run(ctx, { key, value }) {
    const registry = ctx.use(registryKey)
    const setting = registry.definition(key)
    const before = await findSettingToChange(ctx.tx, key)
    const { sealed, changes } = changeSetting(registry, setting, before, value, ctx.language)
    const stored: StoredSetting = {
      key,
      value: sealed,
      updatedAt: Math.max(ctx.clock.now(), (before?.updatedAt ?? 0) + 1),
      updatedBy: nameOf(ctx.actor),
    }
    await saveSetting(ctx.tx, stored)
    ctx.audit({ target: { kind: 'setting', id: key, label: setting.title[ctx.language] }, details: { changes } })
    ctx.tx.afterCommit(() => registry.apply(key, stored))
    await ctx.tx.emit(settingsChanged, { key })
    return settingToView(registry, setting, stored)
  },
})

const nameOf = (actor: Actor): string | null => (actor.kind === 'anonymous' ? null : actor.name)
