import { settingView } from '@bongsu/contract/settings.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { deleteSetting } from './setting-store.ts'
import { settingToView } from './setting-view.ts'
import { settingsChanged } from './settings-events.ts'
import { registryKey } from './settings-registry.ts'

export const resetSetting = operation({
  name: 'reset-setting',
  summary: text(
    '시스템 설정을 기본값으로 되돌립니다. 저장된 비밀 값도 지워집니다.',
    'Puts a system setting back to its defaults. Stored secrets go too.',
  ),
  access: 'settings.write',
  effect: 'destructive',
  http: { method: 'DELETE', path: '/api/v1/settings/{key}' },
  input: z.strictObject({ key: z.string().max(100) }),
  output: settingView,
  async run(ctx, { key }) {
    const registry = ctx.use(registryKey)
    const setting = registry.definition(key)
    await deleteSetting(ctx.tx, key)
    ctx.audit({ target: { kind: 'setting', id: key, label: setting.title[ctx.language] } })
    ctx.tx.afterCommit(() => registry.apply(key, undefined))
    await ctx.tx.emit(settingsChanged, { key })
    return settingToView(registry, setting, undefined)
  },
})
